"""The one grammar of what callers say: for the parser, the sentence generator and the speech model.

The notation, in `*.gram` files; a line that starts with a space goes on with the rule above it:

    name = body          a fragment that may stand anywhere in an utterance
    name! = body         one strong enough to end a free text ("about our shoes, with five images")
    name > slot = body   one after which a free text for `slot` begins ("called …")
    _name = body         a helper, no fragment of its own
    say_name /5/ = body  a whole utterance for the generator, with its weight

    a b | c   sequence, alternatives     [a] optional      (a)* any number    /3/ a   weight of an alternative
    <rule>    another rule               <x:rule> the same, captured as x     a{v}    yields the tag v
    %kind     a filler from the bank     0  a number in digits, 0th an ordinal, 0date an ISO date

Weight 0 is understood and never generated: spellings and mishearings. Rules may not be recursive: the
whole grammar is regular, so that it compiles to one automaton.
"""

from agent.offline.grammar.model import Alt, Bank, Capture, Grammar, Node, Ref, Rule, Seq, Star, Tag, Word
from agent.offline.grammar.reader import load

__all__ = [
    "Alt",
    "Bank",
    "Capture",
    "Grammar",
    "Node",
    "Ref",
    "Rule",
    "Seq",
    "Star",
    "Tag",
    "Word",
    "load",
]
