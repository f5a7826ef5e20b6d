"""The phrases of a yes: what agrees, what names the act, and what may stand beside it and says nothing else.

Each is an alternation of whole words, a source for a regular expression. No phrase may hold a number, a time, a
condition or a name, and none may become the beginning of a longer wish when its end is not heard ("make it … eight").
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PRAISE = (
    "(?:(?:very|really|so|just|absolutely|simply|quite|pretty|that's) )?"
    "(?:great|good|excellent|brilliant|lovely|wonderful|splendid|super|superb|fab|fabulous|fantastic|"
    "amazing|awesome|beautiful|gorgeous|marvellous|marvelous|terrific|sweet|cool|nice|neat|wicked|ace|magic|mint|"
    "smashing|grand|champion|cracking|delightful|impressive|magnificent|outstanding|phenomenal|perfection|"
    "tidy|mint|belting|happy days|good enough|top notch|first class|first rate)|"
    "bravo|nicely done|well done|"
    "(?:good|great|nice|lovely|excellent|amazing|fantastic|brilliant|super) (?:job|stuff|work|one)|"
    "(?:(?:i|we) )?(?:(?:really|just|absolutely) )?(?:love|like|adore) (?:it|that|this)(?: one)?|"
    "(?:i|we) like the (?:look|sound) of (?:it|that|this)|"
    "(?:i'm|i am|we're|we are|that's me|that's us) (?:(?:very|quite|perfectly|entirely|more than) )?"
    "(?:happy|pleased|impressed|content|satisfied|delighted)|couldn't be better|"
    "(?:i |we )?(?:can't|cannot|couldn't) fault (?:it|that|this|any of (?:it|that))|"
    "(?:i |we )?couldn't (?:ask for|want) (?:more|better)|"
    "(?:(?:that|it|this|that all|it all) )?reads (?:(?:very|really|quite) )?(?:well|nicely|beautifully)(?: to me)?"
)
"""What welcomes a thing and agrees to none."""

_JUDGED = (
    "fine|good|great|right|correct|perfect|okay|ok|excellent|lovely|wonderful|brilliant|alright|all right|ideal|"
    "accurate|in (?:good |perfect )?order|as it should be|"
    "super|superb|fab|fabulous|fantastic|splendid|grand|smashing|marvellous|just right|"
    "exactly right|spot on|bang on|"
    "all (?:good|fine|correct|right|there)|the one|the ticket|a (?:yes|go|deal)(?: from me)?|"
    "(?:just |exactly )?(?:what (?:i|we) (?:want|wanted|need|needed|had in mind|asked for)|"
    "how (?:i|we) (?:want|wanted|like) it)"
)
"""What is said of a plan that is agreed to: "that's …". "That's nice" only praises."""
_VERY = "(?:(?:very|all|really|just|quite|pretty|totally|absolutely|perfectly|completely|exactly|entirely) )?"
_TO_ME = "(?: (?:to|for|by|with) (?:me|us|my end))?"
_PLAN = "(?:(?:that|it|this|everything|all of (?:it|that)|the (?:lot|whole thing))(?: all)?|all)"
_YOU_TO = (
    "(?:(?:you (?:can|may|could|should)|we can|we should|let's|let us|just|do|please|why not|time to|feel free to|"
    "go (?:right )?ahead and|go on and|(?:i|we) want (?:you )?to|"
    "(?:i'd|we'd|i would|we would) (?:like|love) (?:you )?to|"
    "(?:i'm |we're )?happy (?:for you )?to|"
    "(?:you're|you are) (?:free|welcome|good|clear|cleared|authorised|authorized|allowed) to) )*"
)
"""How one leads up to naming the act: "you can …", "let's …"."""

AGREEING = (
    "yes|yeah|yep|yup|yea|yah|aye|aye aye|ya|sure|sure thing|okay|ok|okey|okey dokey|okie dokie|okey doke|righto|"
    "right you are|right oh|absolutely|definitely|certainly|of course|totally|for sure|surely|"
    "without (?:a|any) doubt|you bet|you got it|you've got it|"
    "too right|hell yes|hell yeah|heck yes|heck yeah|yessir|yas|yass|"
    "roger|roger that|"
    "correct|accurate|lgtm|y|bet|"
    "by all means|perfect|fine|alright|all right|agreed|affirmative|authorised|authorized|signed off|"
    "consider it (?:approved|agreed|signed off|done)|(?:(?:i'm|i am|we're|we are) )?in (?:full |complete )?agreement|"
    "(?:it's|it is|that's|we're|we are|i'm|i am) (?:(?:definitely|certainly) )?(?:a )?go|deal|it's a deal|very much so|"
    f"{_PLAN} ?(?:'s|is|looks|look|sounds|sound|seems|feels|reads) {_VERY}(?:{_JUDGED}){_TO_ME}|"
    f"(?:that's|it's|this is|that is|it is|everything's|all's) {_VERY}(?:{_JUDGED}){_TO_ME}|"
    f"(?:they|these|those|all of them|they all) ?(?:'re|are|look|sound) {_VERY}(?:{_JUDGED}){_TO_ME}|"
    f"(?:looks|look|sounds|seems) {_VERY}(?:{_JUDGED}){_TO_ME}|"
    f"all (?:good|fine|correct|great|in order|complete){_TO_ME}|"
    f"(?:everything|all of (?:it|that)|it all) {_VERY}(?:{_JUDGED}){_TO_ME}|"
    "yes to (?:all of (?:it|that|this)|all that|that|it|everything|the lot|all)|"
    f"(?:that would|that'd|that will|that'll|it'll) be {_VERY}(?:{_JUDGED})|"
    "(?:that'll|that will|it'll|this'll) do (?:me |us )?(?:nicely|fine|perfectly|just fine|very well|very nicely)|"
    "spot on|bang on|exactly right|just right|quite right|quite so|"
    "(?:just|exactly) what (?:i|we) (?:want|wanted|need|needed|had in mind)|"
    "i say (?:yes|go)|that's it|that is it|that's the one|that's a yes(?: from me)?|(?:a )?yes from me|"
    "(?:that|it|this) works(?: for (?:me|us))?|works for (?:me|us)|suits (?:me|us)|that suits (?:me|us)|"
    "(?:fine|good|okay|ok) (?:by|with|for) (?:me|us)|very well|"
    "(?:i'm|we're|i am|we are) (?:(?:quite|very|dead|absolutely|really) )?(?:sure|certain|positive)|"
    "(?:(?:i'm|we're|i am|we are) )?(?:(?:very|really|quite|perfectly|more than) )?"
    "(?:happy|good|fine|okay|ok|content|pleased) with (?:it|that|this|everything|all of (?:it|that))|"
    "(?:(?:i'm|we're|it's|that's|you're) )?(?:all )?(?:good|ready|clear) to go|"
    "i agree|i confirm|confirmed|confirm|confirm (?:it|that)|i do|we do|i approve|approved|"
    "you (?:have|have got|'ve got) my (?:blessing|approval|ok|okay|go ahead|permission)|"
    "(?:you've got|you got) my (?:blessing|approval|ok|okay|go ahead|permission)|"
    f"{_YOU_TO}(?:go ahead|go right ahead|go for it|do it|do that|do this|do so|proceed|make it so|"
    "make it happen|(?:go ahead|proceed) with (?:it|that|this|the campaign))|"
    "please do|do please|do go ahead|you can|you may|you should|"
    "(?:i|we) want that|(?:i'd|we'd|i would|we would) (?:like|love) that|why not"
)
"""A yes to whatever was read back."""

BESIDE = (
    "please|kindly|thanks|thank you|many thanks|(?:thanks|thank you) "
    "(?:very much|so much|kindly|ever so much|a lot)|"
    "thanks (?:for|to) (?:that|you)|much appreciated|cheers|ta|ta very much|if you (?:please|would|don't mind)|"
    "then|now|well|oh|ooh|um|uh|uhm|er|erm|ah|hm|hmm|mm|mmm|mhm|mm hm|uh huh|right|"
    "wow|yay|woo|woohoo|hooray|whoop|you know what|"
    "exactly|precisely|indeed|very much|a lot|at once|right away|right now|straight away|straightaway|immediately|"
    "i am|we are|it is|already|finally|at last|quickly|pronto|asap|"
    "(?:as )?(?:quick|quickly|fast|soon) as you (?:can|like)|as soon as (?:you can|possible)|without delay|"
    "for (?:me|us)|as (?:it )?is|as it stands|"
    "(?:(?:just|exactly) )?as (?:(?:you (?:just |have |'ve )?|i )?(?:read|said|stated|described|listed)"
    "(?: (?:it|that))?(?: out| back)?|"
    "discussed|agreed|above|planned)|complete|mais oui|oui|ja|send it(?: off| out)?|"
    "is (?:good|fine|ok|okay|right|correct|perfect)|"
    "just like that|like that|the way it is|"
    "(?:i'd|we'd) (?:keep|leave) it (?:like that|as it is)|(?:keep|leave) it (?:like that|as it is)|"
    "(?:(?:no|nope|nah) )?(?:that's|that is|that'll be|that was) (?:everything|the lot)|"
    "(?:(?:no|nope|nah) )?(?:that's|that is) all(?: (?:i|we) (?:want|need))?|that'll do|that will do|"
    "(?:(?:no|nope|nah) )?(?:no (?:more |other |further )?(?:changes|edits|corrections|tweaks|notes|complaints|"
    "objections|objection|questions|issues)(?: at all| here| from (?:me|us)| (?:on|at|from) (?:my|our) (?:end|side))?|"
    "no (?:doubt|doubts|problem|problems|worries|bother|need to change (?:it|that|anything))|"
    "nothing (?:else|more)(?: (?:to (?:add|change)|from (?:me|us)))?|nothing to (?:add|change))|"
    "don't change (?:a thing|anything)|(?:i )?wouldn't change (?:a thing|anything)|(?:i )?can't wait|"
    "for (?:god's|heaven's|heavens|goodness'?|goodness|pete's|christ's) sake|with pleasure|gladly|happily|"
    "drumbeat|(?:my )?(?:friend|dear|love|darling|lovely|sweet|treasure|precious)|sweetie|petal|duck|"
    "mate|pal|buddy|bro|man|dude|guys|folks|boss|chief|"
    "sir|madam|ma'am|sweetheart|hun|babe|lads|team|you (?:beauty|star|legend|genius|angel|hero)|"
    "(?:i think )?(?:(?:(?:i'm|we're|that's (?:me|us)|all) )?done(?: here)?|that's (?:it|all|everything))"
)
"""Courtesies, fillers, closings and who is spoken to: they may stand around a yes, and are none by themselves."""

DANGLING = "and|so|just"
"""Words that lead on: with nothing behind them more was about to be said."""

_THING = (
    "(?:it|this|that|them|her|everything|things|the lot|the (?:whole )?(?:campaign|thing|lot|run)|"
    "(?:this|that) (?:campaign|one|thing)|all of (?:it|that|them))"
)
_ONE_THING = "(?:it|this|that|the (?:campaign|draft|run)|(?:this|that) (?:campaign|draft|run|one))"
"""What is stopped or thrown away is named alone: "everything" is more than was read back."""
_UNDER_WAY = (
    "(?:running|going|done|started|rolling|launched|live|up and running|under way|underway|in motion)"
)
_OFF = (
    "go|go go|go for (?:launch|lift off|liftoff)|"
    "off you go|off we go|off it goes|on you go|away you go|away we go|here we go|let's go|let us go|"
    "full (?:steam|speed) ahead|all systems go|fire away|crack on|(?:you've got |you have |give it )?"
    "(?:the|a) (?:green light|thumbs up)|thumbs up|green light|work your magic|do your thing|bring it on|hit it|"
    "give it a (?:go|whirl)|roll it out|let (?:it|her|'er) (?:run|roll|rip|fly)|(?:press|push|hit|pull) "
    "(?:the (?:button|trigger)|go|start)"
)
_START = (
    f"{_OFF}|{_YOU_TO}(?:start|begin|launch|execute|commence|(?:start|begin|commence) (?:the )?(?:work|production)|"
    "get going|get started|get cracking|get rolling|get moving|get to work|"
    "get to it|get on with it|crack on|roll|go live|make a start|start work|"
    f"start (?:it|this|that|things) (?:up|off)|(?:start|begin|launch|execute|commence|ship|roll|"
    f"fire off|fire up|kick off|start up|"
    f"start off|set off|roll out|crack on with|go with) {_THING}|(?:kick|set|send) {_THING} off|"
    f"start {_THING} up|fire {_THING} (?:off|up)|"
    f"(?:get|set|have) {_THING} {_UNDER_WAY}|get {_THING} (?:out|out there|moving|off the ground|happening)|"
    f"(?:put|make|take|push) {_THING} live|(?:get|start|set) the ball rolling|"
    f"(?:start|begin) (?:making|producing|work on) {_THING})"
)
_RUN = f"{_YOU_TO}(?:run|run {_THING})"
_GO_ON = "continue|carry on|go on|keep going"
_AGAIN = f"{_YOU_TO}(?:try|do|run|start|make) (?:it|that|this) (?:again|over)"

OF_ACTION: Mapping[str, str] = MappingProxyType(
    {
        "run": f"{_START}|{_RUN}|go on|(?:yes|yeah|yep|ok|okay|sure) (?:please )?(?:carry on|continue|keep going)",
        "resume": f"{_START}|{_GO_ON}|{_RUN}|{_YOU_TO}(?:resume|continue|unpause)(?: {_THING})?",
        "restart": f"{_START}|{_GO_ON}|{_RUN}|{_AGAIN}|{_YOU_TO}(?:restart|rerun)(?: {_THING})?",
        "cancel": f"{_YOU_TO}(?:cancel|(?:cancel|stop|end|abort|kill) {_ONE_THING}|call it off)",
        "remake_asset": f"{_AGAIN}|{_YOU_TO}(?:remake|redo|change) (?:it|that|this)|try again",
        "share_results": f"{_YOU_TO}(?:share|(?:share|publish) (?:it|them|that|this)|make the link)",
        "script_project": f"{_YOU_TO}(?:write it|write the script)",
        "render_project": f"{_YOU_TO}(?:render|(?:render|film|make|produce) (?:it|that|this)|render the video)",
        "retry_project": f"{_AGAIN}|{_YOU_TO}(?:retry|retry it|try again)",
        "delete": f"{_YOU_TO}(?:delete|(?:delete|bin|trash|discard|erase) {_ONE_THING}|get rid of {_ONE_THING}|"
        "throw it (?:away|out))",
        "call_back": f"{_YOU_TO}(?:call|ring|phone) (?:me|us)(?: back)?",
        "record": f"{_YOU_TO}record(?: (?:it|this|me|away|the call|this call))?|record away",
        "transfer": f"{_YOU_TO}(?:transfer me|connect me|put me through)",
        "note": f"{_YOU_TO}(?:leave|take|make) a (?:note|message)",
    }
)
"""Naming the act is a yes to that act only: "cancel it" after "shall I run it?" is the opposite of one."""
