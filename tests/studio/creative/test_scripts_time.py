"""How long a scene stands follows what is said in it."""

from __future__ import annotations

from studio.creative.script import seconds_of


def test_a_web_address_is_given_the_time_that_a_voice_needs_for_it() -> None:
    plain, address = (
        seconds_of("Find out more today."),
        seconds_of("Find out more: https://lindenhof-dental.example"),
    )
    assert plain <= 2.6
    assert address >= 3.5
