"""The seam to a model, against a server that speaks the real protocol."""

import os
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.drafting.chat import KILL_SWITCH, ChatModel, _forms, open_model
from assistant.errors import ModelFailed
from assistant.settings import Settings
from evals import stub_model as stub

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}


def model_at(url: str, timeout: float = 10.0, **more) -> ChatModel:
    return ChatModel("openai:stub", base_url=url, timeout=timeout, **more)


def test_a_streamed_answer_is_one_object_and_the_schema_is_sent():
    with stub.serving(stub.answering({"a": 1})) as server:
        assert model_at(server.url).ask("System", "Frage", SCHEMA).data == {"a": 1}
    sent = server.requests[0]
    assert sent["stream"] is True
    assert sent["response_format"]["json_schema"]["schema"]["required"] == ["a"]
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]


def test_an_answer_in_a_code_fence_is_still_an_answer():
    with stub.serving(stub.answering('Gern:\n```json\n{"a": 2}\n```\nNoch Fragen?')) as server:
        assert model_at(server.url).ask("s", "u", SCHEMA).data == {"a": 2}


def test_a_server_without_structured_output_is_asked_without():
    with stub.serving(stub.answering({"a": 3}), refuse_format=True) as server:
        assert model_at(server.url).ask("s", "u", SCHEMA).data == {"a": 3}
    forms = [request.get("response_format", {}).get("type") for request in server.requests]
    assert forms == ["json_schema", "json_object", None]


def test_a_server_that_only_speaks_like_openai_is_told_the_limit_by_the_name_it_knows():
    with stub.serving(stub.answering({"a": 3}), refuse_format=True) as server:
        model_at(server.url, tokens=77).ask("s", "u", SCHEMA)
    limits = [(request.get("max_tokens"), request.get("max_completion_tokens")) for request in server.requests]
    assert limits == [(77, None), (77, None), (None, 77)]


def test_openai_itself_is_told_the_limit_by_its_newer_name():
    for url in ("", "https://api.openai.com/v1", "https://amt.openai.azure.com/v1"):
        asked = ChatModel("openai:gpt", base_url=url, api_key="x", tokens=77)
        assert asked._chat._get_request_payload("Frage")["max_completion_tokens"] == 77
        assert not any("extra_body" in form for form in asked._limited(_forms("openai:gpt", SCHEMA)))


def test_a_broken_answer_is_asked_for_once_more():
    answers = iter(['{"a": ', '{"a": 4}'])
    with stub.serving(lambda body: iter([next(answers)])) as server:
        assert model_at(server.url).ask("s", "u", SCHEMA).data == {"a": 4}
    assert len(server.requests) == 2


def test_of_an_answer_that_breaks_off_the_whole_part_is_taken():
    text = '{"saetze": [{"text": "Ganz."}, {"text": "Auch {ganz}."}, {"text": "Die Gebühr beträgt 30'
    with stub.serving(stub.answering(text)) as server:
        assert model_at(server.url).ask("s", "u", SCHEMA).data == {
            "saetze": [{"text": "Ganz."}, {"text": "Auch {ganz}."}]
        }
    assert len(server.requests) == 1


def test_an_answer_without_tokens_left_is_not_asked_for_again():
    cut_off = stub.serving(stub.answering('{"saetze": [{"text": "Die Geb'), finish="length")
    with cut_off as server, pytest.raises(ModelFailed, match="beendet"):
        model_at(server.url).ask("s", "u", SCHEMA)
    assert len(server.requests) == 1


def test_a_busy_server_is_asked_once_more():
    with stub.serving(stub.answering({"a": 5}), busy=1) as server:
        assert model_at(server.url).ask("s", "u", SCHEMA).data == {"a": 5}
    with stub.serving(stub.answering({"a": 5}), busy=2) as server, pytest.raises(ModelFailed, match="überlastet"):
        model_at(server.url).ask("s", "u", SCHEMA)


def test_a_slow_server_is_not_asked_again_behind_our_back():
    with stub.serving(stub.slow) as server:
        with pytest.raises(ModelFailed):
            model_at(server.url, timeout=0.4).ask("s", "u", SCHEMA)
        time.sleep(1.5)
        assert len(server.requests) == 1


@pytest.mark.parametrize("behaviour", [stub.answering('{"a": '), stub.nothing, stub.answering("[1, 2]"), stub.endless])
def test_what_is_no_answer_is_a_failed_model(behaviour):
    with stub.serving(behaviour) as server, pytest.raises(ModelFailed):
        model_at(server.url).ask("s", "u", SCHEMA)


def test_a_slow_model_is_left_at_its_time_limit():
    with stub.serving(stub.slow) as server, pytest.raises(ModelFailed, match="Sekunden"):
        model_at(server.url, timeout=0.4).ask("s", "u", SCHEMA)


def test_a_model_that_is_gone_is_said_to_be_unreachable():
    with pytest.raises(ModelFailed, match="erreichbar"):
        model_at("http://127.0.0.1:9/v1", timeout=5).ask("s", "u", SCHEMA)


def test_a_provider_without_its_package_is_a_failed_model():
    with pytest.raises(ModelFailed):
        ChatModel("gibtesnicht:modell", timeout=5).ask("s", "u", SCHEMA)


def test_the_kill_switch_stops_every_further_question(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, chat_model="openai:stub", chat_base_url="http://127.0.0.1:9/v1")
    model = open_model(settings)
    assert model is not None
    (tmp_path / KILL_SWITCH).touch()
    with pytest.raises(ModelFailed, match="abgeschaltet"):
        model.ask("s", "u", SCHEMA)


def test_cancelling_stops_a_running_answer():
    with stub.serving(stub.slow) as server, pytest.raises(ModelFailed):
        model_at(server.url).ask("s", "u", SCHEMA, cancelled=lambda: bool(server.requests))


def test_no_name_is_no_model(tmp_path: Path):
    assert open_model(Settings(data_dir=tmp_path)) is None


@pytest.mark.parametrize(
    ("name", "url", "remote"),
    [
        ("openai:gpt", "", True),
        ("openai:llama", "http://127.0.0.1:8080/v1", False),
        ("openai:llama", "http://localhost:8080/v1", False),
        ("openai:llama", "http://[::1]:8080/v1", False),
        ("openai:llama", "https://modell.rechenzentrum.example/v1", True),
        ("openai:llama", "http://127.0.0.1.evil.example/v1", True),
        ("ollama:gemma", "", False),
        ("ollama:gemma", "http://10.1.2.3:11434", True),
    ],
)
def test_remote_is_what_leaves_this_machine(name, url, remote):
    assert ChatModel(name, base_url=url).remote is remote


def test_the_key_is_in_no_representation(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, chat_model="openai:x", chat_api_key=SecretStr("geheim-123"))
    assert "geheim-123" not in repr(open_model(settings))


def test_tracing_to_outside_services_is_off(monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    with stub.serving(stub.answering({"a": 1})) as server:
        model_at(server.url).ask("s", "u", SCHEMA)
    assert os.environ["LANGSMITH_TRACING"] == "false"
