"""What the terminal shows once the demo serves."""

# ruff: noqa: T201 -- it prints

from rathaus.config.demo import PASSWORD

from .seed import DEMO_MUNICIPALITIES, DEMO_STAFF


def print_banner(port: int) -> None:
    """Addresses, sign-ins and where the e-mails are."""
    width = max(len(name) for _, name in DEMO_MUNICIPALITIES) + 2
    print(f"\nRathaus is open: http://localhost:{port}/\n")
    for key, name in DEMO_MUNICIPALITIES:
        print(f"  {name:<{width}} http://{key}.localhost:{port}/")
    print(f"\nThe desk: http://tangerhuette.localhost:{port}/amt/  (password {PASSWORD}; the code is on the page)")
    for email, who in DEMO_STAFF:
        print(f"  {email:<32} {who}")
    print(f"\nE-mails that the demo sends: http://localhost:{port}/-/mails/")
    print("Stop with Ctrl-C. Data stays in .rathaus/ until `make reset`.\n", flush=True)
