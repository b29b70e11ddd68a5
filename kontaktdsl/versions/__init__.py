"""Versions in time: a folder of policies as a library of texts that replace and amend each other.

A policy file is an edition. A full text `replaces` an older one, an amendment `amends` a full text
(or another amendment of it). Full texts that replace each other are a chain. The text in force on a
day is the full text of that day with the amendments of that day, in the order of their first days,
then of their dates of issue, then of their ids; so the order of files never matters.

Everything here works on syntax trees: consolidation goes from trees to a tree, and whatever comes
after it (resolving, checking, deciding) is as for any other policy.
"""
