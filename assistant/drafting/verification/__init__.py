"""How a sentence is compared with the quotes it cites: words, clauses, quantities, then the judgement."""
