"""What a service sets in the environment changes what the command writes; the tests set their own."""

import os

for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
    os.environ.pop(name, None)
