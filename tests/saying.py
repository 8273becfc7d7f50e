"""`python -m tests.saying`: says what it is, and stays until it is told to end."""

import json
import os
import signal
import sys

if __name__ == "__main__":
    said = {
        "pid": os.getpid(),
        "session": os.getsid(0),
        "words": sys.argv[1:],
        "folder": os.getcwd(),
        "its": os.environ.get("ONLY_ITS"),
        "loaded": "services.matching.app" in sys.modules,
        "children_are_kept": signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL,
    }
    print(json.dumps(said), flush=True)  # noqa: T201
    signal.pause()
