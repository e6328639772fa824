import pytest

from assistant.errors import WrongUsage
from assistant.town import Stadtrat, StationRole, TownProfile, load_town, read_town
from corpus import town_profile_path


def written(tmp_path, text: str):
    path = tmp_path / "stadt.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_profile_of_the_demo_town_is_complete():
    town = read_town(town_profile_path())
    assert town.full_name == "Stadt Auenrade"
    assert town.stadtrat is Stadtrat.deputy_mayor
    assert [station.label for station in town.stations][-1] == "Oberbürgermeisterin"
    assert len(town.departments) == 12


def test_without_a_file_a_general_profile_holds(settings):
    assert load_town(settings) == TownProfile()
    assert [station.key for station in TownProfile().stations] == ["sachbearbeitung", "amtsleitung", "dezernat"]
    assert TownProfile().stations[-1].role is StationRole.final_signer
    assert TownProfile().full_name == "Stadtverwaltung"


def test_the_file_that_the_settings_name_is_read(settings, tmp_path):
    path = written(tmp_path, 'name = "Wernsee"\ndays_to_answer = 30\n')
    assert load_town(settings.model_copy(update={"town_profile": path})).days_to_answer == 30


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "kein gültiges TOML"),
        ('nmae = "Wernsee"', "nmae: unbekannter Eintrag"),
        ("days_to_answer = 0", "days_to_answer: ist zu klein"),
        ('days_to_answer = "bald"', "days_to_answer: muss eine ganze Zahl sein"),
        ('stadtrat = "koenig"', "stadtrat: kein zulässiger Wert"),
        ('reference_pattern = "("', "reference_pattern: kein gültiger regulärer Ausdruck"),
        ('colour = "grün"', "colour: hat nicht die vorgesehene Form"),
        ("stations = []", "stations: braucht mindestens einen Eintrag"),
        ('[[stations]]\nkey = "a"\nlabel = ""\nrole = "clerk"', "stations.1.label: darf nicht leer sein"),
        ('[[stations]]\nkey = "a"\nlabel = "A"\nrole = "clerk"', "die letzte Station muss die Schlusszeichnung sein"),
        (
            '[[stations]]\nkey = "a"\nlabel = "A"\n[[stations]]\nkey = "a"\nlabel = "B"\nrole = "final_signer"',
            "jede Station braucht einen eigenen Schlüssel",
        ),
        ('word_template = "fehlt.docx"', "fehlt.docx"),
    ],
)
def test_a_mistake_is_named_in_german(tmp_path, text, says):
    with pytest.raises(WrongUsage) as raised:
        read_town(written(tmp_path, text))
    assert says in str(raised.value)
    assert "stadt.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(WrongUsage, match=r"weg\.toml lässt sich nicht lesen"):
        read_town(tmp_path / "weg.toml")


def test_files_are_found_beside_the_profile(tmp_path):
    (tmp_path / "haus.docx").write_bytes(b"PK")
    town = read_town(written(tmp_path, 'word_template = "haus.docx"'))
    assert town.word_template == tmp_path / "haus.docx"
