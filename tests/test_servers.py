"""The test plumbing itself: what it refuses, and what it counts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from councilsm.running.broker import answers
from councilsm.running.processes import port_is_free, wait_for
from tests import clauses, programs, servers

pytest_plugins = ["pytester"]

PRODUCTION = {
    "DATABASE_URL": "postgres://live@db.example/live",
    "REDIS_URL": "redis://redis.example/0",
    "EMAIL_URL": "smtp://mail.example",
    "SECRET_KEY": "live",
    "DEMO": "1",
}


def test_names_of_a_real_service_are_never_used(tmp_path: Path) -> None:
    told = servers.environment(PRODUCTION, tmp_path)
    assert told["DATABASE_URL"] == f"sqlite:///{tmp_path}/x.sqlite3"
    assert told["REDIS_URL"].startswith("redis://127.0.0.1:")
    assert not [name for name, value in PRODUCTION.items() if told[name] == value]


def test_servers_named_for_tests_win(tmp_path: Path) -> None:
    given = PRODUCTION | {
        "TEST_DATABASE_URL": "postgres://me@127.0.0.1/x",
        "TEST_REDIS_URL": "redis://:pw@127.0.0.1:6390/2",
        "PYTEST_XDIST_WORKER": "gw3",
    }
    told = servers.environment(given, tmp_path)
    assert told["DATABASE_URL"] == "postgres://me@127.0.0.1/x"
    assert told["REDIS_URL"] == "redis://:pw@127.0.0.1:6390/5"


@pytest.mark.broker
def test_redis_that_is_not_empty_is_refused() -> None:
    import redis

    with servers.Redis() as server:
        servers.refuse_unless_empty(server.url)
        with redis.Redis.from_url(server.url.replace("/0", "/7")) as client:
            client.set("somebody's", "work")
        with pytest.raises(programs.CannotTest, match="not empty"):
            servers.refuse_unless_empty(server.url)
    assert port_is_free(server.port)


@pytest.mark.broker
def test_redis_that_does_not_answer_is_refused() -> None:
    with servers.Redis() as server:
        server.kill()
        with pytest.raises(programs.CannotTest, match="does not answer"):
            servers.refuse_unless_empty(server.url)


@pytest.mark.broker
def test_celery_speaks_to_the_broker_of_the_tests() -> None:
    from celery import current_app

    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1)
        assert f":{connection.port}/" in os.environ["REDIS_URL"]


def test_browser_that_is_named_but_absent_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(programs.CannotTest, match="/nowhere/chromium"):
        programs.find_chromium()


def test_what_cannot_be_had_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_apt", lambda: None)
    with pytest.raises(programs.CannotTest, match="apt-get install redis-server"):
        programs.need("Redis", lambda: None, ["redis-server"], "macOS: brew install redis")


@pytest.mark.broker
def test_servers_end_when_who_started_them_is_killed(tmp_path: Path) -> None:
    program = (
        "import time; from tests.servers import Redis\n"
        "with Redis() as server: print(server.port, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    assert parent.stdout
    port = int(parent.stdout.readline())
    assert answers(port)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: port_is_free(port), 10)


SUITE = """
    import pytest

    @pytest.mark.clause("A-1", "A-2")
    def test_good(): pass

    @pytest.mark.clause("A-1")
    def test_bad(): assert False

    @pytest.mark.clause("A-3")
    def test_skipped(): pytest.skip("not today")

    @pytest.fixture
    def breaks_after():
        yield
        assert False

    @pytest.mark.clause("A-4")
    def test_bad_at_the_end(breaks_after): pass
"""


def run_suite(pytester: pytest.Pytester, suite: str, *options: str) -> pytest.RunResult:
    root = Path(__file__).resolve().parent.parent
    pytester.makeconftest(
        f"""
        import sys
        from pathlib import Path

        sys.path.insert(0, {str(root)!r})
        from tests.clauses import Clauses

        def pytest_configure(config):
            config.addinivalue_line("markers", "clause(id, ...): x")
            plugin = Clauses(known={{"A-1", "A-2", "A-3", "A-4"}}, report=Path("report.json"))
            config.pluginmanager.register(plugin)
        """
    )
    pytester.makepyfile(suite)
    clauses.reset(pytester.path / "report.json", "a trial")
    plain = ("-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider")
    return pytester.runpytest_subprocess(*plain, *options)


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_only_passing_tests_count(pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    run_suite(pytester, SUITE, *options)
    written = json.loads((pytester.path / "report.json").read_text())
    good = ["test_only_passing_tests_count.py::test_good"]
    assert written["passed"] == {"A-1": good, "A-2": good}


@pytest.mark.parametrize(
    ("claimed", "refusal"),
    [('"A-9"', "no clause A-9"), ('"A-1", "A-2", "A-3", "A-4"', "claims 4 clauses")],
)
def test_a_wrong_claim_is_a_collection_error(
    pytester: pytest.Pytester, claimed: str, refusal: str
) -> None:
    suite = f"import pytest\n@pytest.mark.clause({claimed})\ndef test_it(): pass"
    result = run_suite(pytester, suite)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{refusal}*"])


def test_a_test_that_fails_in_one_run_counts_in_none(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    clauses.reset(report, "a trial")
    clauses.merge(report, {"a": ["A-1"], "b": ["A-1", "A-2"]}, set())
    clauses.merge(report, {"a": ["A-1"]}, {"b"})
    clauses.merge(report, {"b": ["A-2"]}, set())
    assert json.loads(report.read_text())["passed"] == {"A-1": ["a"]}


def test_a_council_sees_what_is_proven_and_what_is_not() -> None:
    columns = ("id", "council", "level", "words", "where_shown")
    duties = [
        dict(zip(columns, row, strict=True))
        for row in [
            ("A-1", "A", "MUST", "Say so.", ""),
            ("A-2", "A", "MUST", "Do so.", ""),
            ("A-3", "A", "INFO", "Know so.", ""),
        ]
    ]
    lines = list(clauses.describe(duties, {"A-1": ["tests/x.py::test_y"]}))
    assert lines[0] == "A: 1 of 2 MUST duties have a passing test"
    assert lines[1:3] == ["  A-1  Say so.", "      tests/x.py::test_y"]
    assert "  A-2  Do so." in lines
    assert not [line for line in lines if "A-3" in line]
