"""An editor's corrections to what the rules made of an article: `seeds/ID.edits.yaml`.

The file is a list. Each entry begins with the record it is about, named by an actor's or topic's name or by the
excerpt's own words, and goes on with what that record should be:

    - actor: Benjamin Netanyahu           # an actor, by name or alias
      aliases: [Bibi]                     # added to those it has
    - actor: Ali Khamenei
      name: Ayatollah Ali Khamenei        # a new name; the old one stays an alias
      kind: person                        # person, organisation, country, place or group
      role: Iran's Supreme Leader
      speaks_for: Iran
      drop_aliases: [Leader]              # whom they mean instead may be added then: one actor is made two
    - actor: a spokeswoman for the ministry
      description: a spokeswoman          # without whose she is; shown beside what she says with `speaks_for`
    - add actor: Qatar
      kind: country
    - drop actor: Midnight Hammer
    - merge actor: the Prime Minister
      into: Benjamin Netanyahu

    - quote: "no nuclear weapons, no missiles"    # also one that stands among the unattributed
      speaker: Donald Trump                       # or: nobody
      cue: defined
      medium: Fox Business
      topics: [missiles, nuclear program]         # instead of those it has
    - add quote: "red line"
      speaker: Ali Shamkhani
    - drop quote: "very good"

    - position: rejects linking these to missile issues
      actor: Iran
      stance: reject
      topics: [missiles]
      negated: false
    - add position: leaving Tel Aviv apprehensive
      actor: Israel
      stance: fear
    - drop position: holds significant implications

    - statement: the talks had been useful
      actor: Abbas Araghchi
      told_by: Reuters                    # in whose words it stands, where that is another; or: nobody
    - add statement: the door was open
      actor: Qatar
    - drop statement: to continue their close coordination

    - fact: The envoys met in Muscat      # a sentence; whose words it gives follows from the records in it
      actors: [Qatar]                     # instead of those it has, as `when`, `where` and `amounts`
    - drop fact: Read more on our site

    - topic: nuclear program
      name: Iran's nuclear program
      terms: [enrichment]                 # added
      drop_terms: [nuclear]
    - add topic: Gaza war
      terms: [Gaza, Hamas]
    - drop topic: relations

    - word: missile                       # words of the article, and what members may say for them
      synonyms: [rocket]

An excerpt may be a part of the record's words, where that is enough to tell it apart. Where the same words stand
twice, `in:` with words of the paragraph around says which; where two actors hold the same words, `by:` with one of
them. `nobody` takes a wrong `speaks_for` or `told_by` away, `nothing` a wrong `role`, `description`, `medium` or `cue`.
Any entry may say `why:`. Entries apply in order; one that does not apply fails the build with its line.
"""

from knowledge.edit.applying import apply_edits
from knowledge.edit.reading import Edit, Edits, load_edits

__all__ = ["Edit", "Edits", "apply_edits", "load_edits"]
