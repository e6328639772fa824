"""The web: pages for people at `/`, the interface under `/api/v1`. No rules of the domain live here."""
