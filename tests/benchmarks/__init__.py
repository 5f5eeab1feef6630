"""Benchmarks: what Handvat costs, beside what everybody starts from. They print JSON.

    python -m tests.benchmarks                                  # everything, in some minutes
    python -m tests.benchmarks turns --people 32 --stored 1000  # one part of it
    python -m tests.benchmarks taps
    python -m tests.benchmarks start

Figures a second say something about one machine; ratios within one run say something anywhere.
`script` is the conversation that is played, `wire` a Telegram in memory with its phones, `echo` and
`persistent` what Handvat is held against, `filled` a Handvat with people in it, `turns`, `taps`
and `start` the benchmarks.
"""
