"""A yes in the words people use, and what comes near to one: in doubt it is none."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from orchestrator.consent import is_praise, is_yes, vocabulary

YES = """mm yes go on then
yup thats it, go ahead
everything correct, please run it
yes to all of that, run it
yes is good, start please
lets do it
okay that's everything go ahead
that'll do nicely yes run it
spot on off you go
cheers now run it
aye go on
yes let's have it running
fab and yes you can start
nope no changes yes start
sweet yeah start it up
super go ahead and run that
lovely job, set it going
nothing else, fire it up
no more changes thanks, launch it
go on, love
right then, let's get it started
brilliant, crack on
ooh yes please
yes I'm sure
we're happy with that, go
they all look great, off we go
that sounds absolutely perfect to me
no problem, you may start
I'd like you to run it please
go ahead and launch the campaign
happy to proceed
good to go
yes carry on
okey dokey, kick it off
I love it, do it
exactly what I wanted, go for it
that's the one, run it
it's a yes from me
press the button
let's get the ball rolling
hooray, let's go
get it out there mate
yes sir, start the whole thing
wouldn't change a thing, run it
roger that
that's spot on, thank you so much
righto, get cracking
hell yes
sure, start making them
you've got my blessing
please do go ahead
nice one, ship it
that would be lovely
yes, just like that
full steam ahead, drumbeat
fantastic work, take it live
yeah nah that's everything, run it
everything's fine by me
deal
bang on, begin
okay, straight away please
I'm happy with everything, go
no objections, go ahead
great stuff, you can go ahead and start it
yes get on with it for heaven's sake
wicked, hit it
we want you to run it
all right, why not
let it rip
alright you legend, start her up
I think that's everything, get it done
that'll be grand, off you go
we're done here, so launch it
all good, go go go
YESSS go go go
yeahhh, off you go
as you read it, go ahead please
exactly as read, please proceed
everything is in order, you may begin
all in order, commence
go ahead then, my lovely
you are authorised to proceed
mais oui, please launch it
no complaints here, go
can't fault it, start it
reads well to me, run it
please go ahead and execute it
we're in agreement, proceed
done, run it""".splitlines()

NO = """yes but not the flyer
yes to all of that except the video
yes to the images
everything correct but the name
yes its good but wait
is good
yes but cheaper
yes if it's under ten credits
yes as long as it's free
yes once I've asked my wife
yes when I'm back
yes unless it rains
run it tomorrow
run it on Monday
run it tonight
run it later
start it next week
go on hold
go ahead in an hour
ok what does it cost
okay how much
right so how much
yes how long will it take
sure why not later
sure but change the name
fine start over
fine, start again
yes start from scratch
yes make it three
yes three
yes, one more
make it
make everything
yes add a jingle
yes and
yes so
yes and then a video
just
cancel it
yes cancel it
stop it there
delete that
put it off
put it on hold
take it off
set it up differently
let it go
let's see
let's not
leave it
leave it like that
yes to Maria
yes Summer Sale
call it Yes
go and ask somebody else
can you run it
could you run it please
shall we run it
do you think so
is that everything
I think so
I guess so
I suppose so
probably
probably yes
pretty sure
not sure
sure I'm not
I'm not sure, go on
no go ahead
no
no thanks
no that's fine
no yes
yes no
yes wait
yes hang on
yes sorry no
actually yes but not now
don't
don't run it yes
never run it
I would if I could
yes for now
run the other one
run both
run it twice
run it again
yes share it
yes pause it
yes, that is my name
yes I'm still here
yes what
that's all
that's everything
nothing else
no changes
thanks
lovely
great stuff
super
I like it
beautiful, thanks
ooh that's nice
that's so cool
hello
mm-hm
I think that's it
we're done here
I'm done
as read
as you read it
mais oui
mais non
oui ou non
send it
send it to my boss
in order to save
in order
not in order
all in order but the flyer
as read, no
as read last week
not as read
you are not authorised
commence tomorrow
commence with the emails
execute the emails only
I'm satisfied
I'm not satisfied, go
reads well
can't fault it
nooo
goood question
yesss but three emails
done
get it
wonderful one""".splitlines()


@pytest.mark.parametrize("words", YES)
def test_an_everyday_yes_is_one(words: str) -> None:
    assert is_yes(words, "run")


@pytest.mark.parametrize("words", NO)
def test_a_near_yes_is_none(words: str) -> None:
    assert not is_yes(words, "run")


@pytest.mark.parametrize("action", ["cancel", "delete", "share_results", "record"])
@pytest.mark.parametrize(
    "words", ["off you go", "start it up", "go on", "get it going", "run it", "let it rip"]
)
def test_setting_a_thing_going_is_no_yes_to_another_act(words: str, action: str) -> None:
    assert not is_yes(words, action)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("yes please cancel that", "cancel"),
        ("go ahead and bin it", "delete"),
        ("you can carry on", "resume"),
        ("sure, call me back", "call_back"),
        ("fine, record away", "record"),
        ("yes, put me through please", "transfer"),
        ("lovely, do it again", "remake_asset"),
    ],
)
def test_every_act_may_be_named(words: str, action: str) -> None:
    assert is_yes(words, action)


@given(st.sampled_from(YES), st.from_regex(r"\A[a-z']{1,12}\Z"), st.integers(0, 12))
def test_a_word_outside_the_vocabulary_makes_any_yes_none(yes: str, word: str, at: int) -> None:
    assume(word not in vocabulary("run"))
    said = yes.split()
    assert not is_yes(" ".join([*said[:at], word, *said[at:]]), "run")


TAKING_BACK = (
    "not",
    "never",
    "no",
    "don't",
    "but",
    "if",
    "unless",
    "until",
    "eight",
    "8",
    "tomorrow",
    "maybe",
)


@given(
    st.sampled_from(YES),
    st.sampled_from(TAKING_BACK),
)
def test_a_yes_does_not_survive_a_word_that_takes_it_back(yes: str, word: str) -> None:
    assert not is_yes(f"{yes} {word}", "run")


@given(st.lists(st.sampled_from(sorted(vocabulary("run"))), max_size=12))
def test_any_words_of_the_vocabulary_are_judged_at_once(words: list[str]) -> None:
    assert is_yes(" ".join(words)) in (True, False)


@pytest.mark.parametrize(
    "words", ["super", "beautiful", "oh lovely, thanks", "nice one", "I love it", "very good"]
)
def test_praise_welcomes_a_proposal_and_starts_nothing(words: str) -> None:
    assert is_praise(words)
    assert not is_yes(words)


@pytest.mark.parametrize("words", ["super cheap", "great but longer", "nice?", "thanks", "beautiful candles"])
def test_praise_with_anything_beside_it_is_none(words: str) -> None:
    assert not is_praise(words)
