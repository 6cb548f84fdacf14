"""The files of deploy/, each read by its own parser and linter, and held against what the project really has."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.errors import ExitCode
from bot.health import Health
from bot.settings import Shards, load_settings, settings_table

PROJECT = Path(__file__).parent.parent
DEPLOY = PROJECT / "deploy"
VERSION = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
IMAGE = f"readout:{VERSION}"
PORT = 8080
SETTING_NAMES = {name for setting in settings_table() for name in (setting.name, setting.file_name) if name}
MAX_EXPOSURE = 20  # tenths; systemd-analyze calls a service above 5.0 exposed


def ours(name: str) -> bool:
    return name.startswith(("READOUT_", "DISCORD_"))


def run(*command: object) -> str:
    """What a tool says of a file; fails with it when the tool does not like the file."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- Containerfile ---


def instructions() -> list[tuple[str, str]]:
    """(INSTRUCTION, arguments) of the Containerfile, continued lines joined and comments left out."""
    lines = [line for line in (DEPLOY / "Containerfile").read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def arguments(word: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == word]


def locked(name: str) -> set[str]:
    """The packages of a lock file."""
    return set(re.findall(r"^([\w.-]+)==", (DEPLOY / "lock" / f"{name}.txt").read_text(), re.M))


def test_hadolint_has_nothing_to_say_of_the_containerfile():
    tool = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if not tool:
        pytest.skip("hadolint is not installed")
    assert run(tool, DEPLOY / "Containerfile") == ""


def test_what_the_containerfile_copies_is_in_the_project_and_reaches_the_builder():
    copied = [part for rest in arguments("COPY") if not rest.startswith("--from") for part in rest.split()[:-1]]
    copied = [part.replace("${DEPENDENCIES}", name) for part in copied for name in ("serve-all", "build")]
    assert copied
    allowed = [line[1:] for line in (DEPLOY / "Containerfile.dockerignore").read_text().splitlines() if line[:1] == "!"]
    for part in copied:
        assert (PROJECT / part).exists(), part
        assert any(part == kept or part.startswith(f"{kept}/") for kept in allowed), part


def test_the_image_holds_no_build_tools_and_only_what_the_lock_hashes():
    final = instructions()[max(n for n, (word, _) in enumerate(instructions()) if word == "FROM") :]
    commands = " ".join(rest for word, rest in final if word == "RUN")
    assert "pip uninstall" in commands and "install --no-cache-dir" not in commands and "apt-get" not in commands
    (install,) = [rest for rest in arguments("RUN") if "--requirement" in rest]
    assert "--require-hashes" in install and "--only-binary=:all:" in install
    assert "spacy" not in locked("serve-all") and "discord-py" in locked("serve-all")


def test_the_lock_for_serving_has_all_that_the_running_bot_imports():
    script = """
import sys, bot.service, bot.store, greenlet
from importlib.metadata import packages_distributions
owners = packages_distributions()
print(*sorted({name.lower().replace("_", "-").replace(".", "-") for module in list(sys.modules)
               for name in owners.get(module.partition(".")[0], [])}))
"""
    imported = set(run(sys.executable, "-W", "ignore", "-c", script).split()) - {"readout", "pip", "setuptools"}
    assert {"discord-py", "sqlalchemy", "greenlet"} <= imported
    assert imported - locked("serve") - {"pygments"} == set()  # which Mako takes where it happens to be


def test_the_lock_for_an_image_adds_what_the_extras_bring():
    added = locked("serve-all") - locked("serve")
    assert {"asyncpg", "pillow", "prometheus-client", "onnxruntime", "tokenizers"} <= added
    assert not added & {"torch", "transformers", "spacy", "scikit-learn"}
    assert locked("serve") <= locked("build") <= locked("dev") and locked("serve-all") <= locked("dev")


def test_the_image_runs_the_bot_itself_as_nobody_in_particular():
    assert arguments("ENTRYPOINT") == ['["python", "-m", "bot"]'] and arguments("CMD") == ['["bot"]']
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", arguments("USER")[0])
    assert arguments("STOPSIGNAL") == ["SIGTERM"]


def test_the_images_settings_are_good_and_its_health_check_asks_the_right_port():
    pairs = dict(pair.split("=", 1) for pair in arguments("ENV")[0].split())
    assert {name for name in pairs if ours(name)} <= SETTING_NAMES
    settings = load_settings({name: value for name, value in pairs.items() if ours(name)} | {"DISCORD_TOKEN": "x"})
    assert settings.health_port == PORT
    assert settings.database.reveal().removeprefix("sqlite:///").startswith(arguments("VOLUME")[0])
    assert f"http://127.0.0.1:{PORT}/healthz" in arguments("HEALTHCHECK")[0]


# --- compose.yaml ---


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_compose_specification_knows_every_key():
    parser = pytest.importorskip("compose_spec", reason="compose-spec is not installed")
    assert parser.PyCompose.from_yaml((DEPLOY / "compose.yaml").read_text()).service_names() == ["bot", "database"]


def test_the_composed_bot_gets_settings_that_exist_and_secrets_that_are_there(compose):
    bot, database = compose["services"]["bot"], compose["services"]["database"]
    assert bot["image"] == IMAGE
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    assert set(bot["environment"]) <= SETTING_NAMES
    for service in (bot, database):
        files = {value for name, value in service["environment"].items() if name.endswith("_FILE")}
        assert files == {f"/run/secrets/{name}" for name in service["secrets"]}
        assert set(service["secrets"]) <= set(compose["secrets"])
    assert set(bot["depends_on"]) == {"database"} and "healthcheck" in database


def test_secrets_of_a_composed_bot_are_told_in_the_readme(compose):
    readme = (DEPLOY / "README.md").read_text()
    assert all(secret["file"].removeprefix("./") in readme for secret in compose["secrets"].values())


# --- readout.service ---


@pytest.fixture
def unit(tmp_path) -> Path:
    """The service unit as it would be with the project in the place where it says."""
    text = (DEPLOY / "readout.service").read_text().replace("/opt/readout/.venv/bin/readout", sys.executable)
    file = tmp_path / "readout.service"
    file.write_text(text.replace("/opt/readout", str(PROJECT)))
    return file


@pytest.fixture
def directives(unit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_with_the_unit_and_calls_it_hardened(unit):
    assert run("systemd-analyze", "verify", unit) == ""
    run("systemd-analyze", "security", "--offline=yes", f"--threshold={MAX_EXPOSURE}", unit)


def test_the_unit_starts_the_command_that_make_setup_installs():
    (line,) = re.findall(r"^ExecStart=/opt/readout/(\S+) (\S+)$", (DEPLOY / "readout.service").read_text(), re.M)
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["scripts"]
    assert line[0].rpartition("/") == (".venv/bin", "/", next(iter(scripts))) and line[1] == "bot"
    assert "VENV   := .venv" in (PROJECT / "Makefile").read_text()


def test_the_unit_gives_up_on_bad_configuration_and_takes_the_token_from_a_credential(directives):
    assert directives["RestartPreventExitStatus"] == [str(int(ExitCode.CONFIGURATION))]
    assert directives["Environment"] == ["DISCORD_TOKEN_FILE=%d/token"]
    assert directives["LoadCredential"] == ["token:/etc/readout/token"]
    assert "DISCORD_TOKEN_FILE" in SETTING_NAMES
    state = load_settings({"DISCORD_TOKEN": "x", "STATE_DIRECTORY": f"/var/lib/{directives['StateDirectory'][0]}"})
    assert state.database.reveal() == "sqlite:////var/lib/readout/readout.sqlite3"


# --- kubernetes.yaml ---


@pytest.fixture
def manifests() -> list[dict]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


@pytest.fixture
def container(manifests) -> dict:
    return manifests[1]["spec"]["template"]["spec"]["containers"][0]


def test_kubernetes_own_schemas_know_every_key(manifests):
    linter = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    for manifest in manifests:
        linter.validate(manifest, "1.28", strict=True)


def test_every_pod_runs_the_shard_of_its_ordinal_and_all_together_run_all(manifests, container):
    replicas = manifests[1]["spec"]["replicas"]
    value = next(variable["value"] for variable in container["env"] if variable["name"] == "READOUT_SHARDS")
    pods = [Shards.parse(value.replace("$(POD_INDEX)", str(ordinal))) for ordinal in range(replicas)]
    assert sorted(shard for pod in pods for shard in pod.ids) == list(range(replicas))
    assert {pod.count for pod in pods} == {replicas}


def test_the_pods_settings_exist_and_its_probes_ask_the_health_port(container, tmp_path):
    environ = {variable["name"]: variable.get("value", "") for variable in container["env"]}
    assert {name for name in environ if ours(name)} <= SETTING_NAMES
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    for name in ("DISCORD_TOKEN_FILE", "READOUT_DATABASE_FILE"):
        path = Path(environ[name])
        assert str(path.parent) in mounted
        assert f"{path.name}=" in (text := (DEPLOY / "README.md").read_text()) or f"--from-file={path.name}" in text
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert ports == {"health": int(environ["READOUT_HEALTH_PORT"])} and environ["READOUT_HEALTH_HOST"] == "0.0.0.0"
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": "/healthz", "port": "health"}


def test_the_manifests_belong_together(manifests, container):
    service, pods = manifests
    assert pods["spec"]["serviceName"] == service["metadata"]["name"]
    labels = pods["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"] == pods["spec"]["selector"]["matchLabels"] == labels
    assert container["image"] == IMAGE
    volumes = {volume["name"] for volume in pods["spec"]["template"]["spec"]["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == volumes


def test_a_pod_may_write_nowhere_and_be_nobody(manifests, container):
    pod = manifests[1]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] and f"{pod['securityContext']['runAsUser']}:" in arguments("USER")[0]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


# --- README.md ---


def test_the_readme_names_files_settings_and_metrics_that_exist():
    readme = (DEPLOY / "README.md").read_text()
    assert set(re.findall(r"\b(?:READOUT|DISCORD)_[A-Z_]+\b", readme)) <= SETTING_NAMES
    for name in re.findall(r"deploy/([\w./-]+)", readme):
        assert (DEPLOY / name).is_file(), name
    metrics = set(re.findall(r"`(readout_[a-z_]+)", readme))
    assert metrics == {
        name + ("_total" if metric.type == "counter" else "")
        for metric in Health().collect()
        if (name := metric.name).startswith("readout_")
    }
