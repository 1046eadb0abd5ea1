"""
What Checkbox takes for a test plan on recorded resources: `whole RECORDING PLAN` as `list-bootstrapped` does it, or
`steps RECORDING PLAN` timed once its units are loaded. Resource jobs are not run: they give the records that were recorded.
"""

import json
import logging
import os
import sys
import tempfile
import time

logging.disable(logging.CRITICAL)


def recorded_runner(resources):
    from plainbox.impl.result import IOLogRecord, JobResultBuilder

    class RecordedRunner:
        def __init__(self, *args, **options):
            pass

        def get_warm_up_sequence(self, jobs):
            return []

        def run_job(self, job, job_state, environ=None, ui=None, **options):
            records = resources.get(job.id, {}).get("records", [])
            lines = []
            for record in records:
                lines.extend(f"{key}: {value}" for key, value in record.items())
                lines.append("")
            log = [IOLogRecord(0.0, "stdout", f"{line}\n".encode()) for line in lines]
            return JobResultBuilder(outcome="pass", return_code=0, io_log=log).get_result()

    return RecordedRunner


def main(mode, recording, plan):
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = os.environ["XDG_STATE_HOME"] = scratch
        from plainbox.impl.session.assistant import SessionAssistant

        with open(recording, encoding="utf-8") as stream:
            resources = json.load(stream)["resources"]
        assistant = SessionAssistant("com.canonical:checkbox-cli", "1", "0.99", ["restartable"])
        assistant.start_new_session("bench", recorded_runner(resources), {})
        started = time.perf_counter()
        assistant.select_test_plan(plan)
        assistant.bootstrap()
        jobs = list(assistant.get_static_todo_list())
        took = (time.perf_counter() - started) * 1000
        assistant.finalize_session()
    if not jobs:
        sys.exit(f"{plan} has no jobs")
    print(f"{len(jobs)} jobs", file=sys.stderr)
    print("\n".join(jobs) if mode == "whole" else took)


main(*sys.argv[1:])
