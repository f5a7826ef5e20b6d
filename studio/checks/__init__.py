"""The reviewer's rules, each a function from a brief and an output to the sentences that say what to mend."""
