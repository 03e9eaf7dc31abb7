"""Forms of English words that a stemmer does not know: irregular ones, two spellings, words that share only letters."""

from __future__ import annotations

import re

# British spellings, and what they become; in words of three letters and more before the ending, so that hour is no hor
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2}[bcdgilmnpv])our(?=$|[aefhils])"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=$|s$)"), "er"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=d$)"), "ere"),
    (re.compile(r"^(def|off|lic|pret)enc(?=e)"), r"\1ens"),
    (re.compile(r"(?<=[a-z]{2}log)ue(?=$|[ds]$)"), ""),
    (re.compile(r"(?<=[chlnp])ae(?=[dmos])"), "e"),
    (re.compile(r"^manoeuv(re|er)"), "maneuver"),
    (re.compile(r"^programme(?=$|s$)"), "program"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^practis"), "practic"),
    (re.compile(r"^moustache"), "mustache"),
    (re.compile(r"^aeroplane"), "airplane"),
    (re.compile(r"^sceptic"), "skeptic"),
    (re.compile(r"^pyjama"), "pajama"),
    (re.compile(r"^plough"), "plow"),
    (re.compile(r"^aluminium"), "aluminum"),
    (re.compile(r"^doughnut"), "donut"),
    (re.compile(r"^(judg|acknowledg|age)e(?=ment|ing)"), r"\1"),
)

_NOUNS = """
child children  man men  woman women  foot feet  tooth teeth  goose geese  mouse mice  ox oxen  wife wives  knife knives
wolf wolves  half halves  shelf shelves  thief thieves  loaf loaves  calf calves  scarf scarves  elf elves  hoof hooves
criterion criteria  phenomenon phenomena  crisis crises  cactus cacti  stimulus stimuli  nucleus nuclei
"""
# -men of no man
_NOT_MEN = {"specimen", "abdomen", "regimen", "stamen", "acumen", "bitumen", "albumen", "cyclamen", "carmen"}

# no form that is another word as well: saw, left, ground, rose, lay, bore, felt, shot, thought, bit, led and the like
_VERBS = """
arise arose arisen  awake awoke awoken  beat beaten  become became  begin began begun  bite bitten  bleed bled
blow blew blown  break broke broken  breed bred  bring brought  build built  burn burnt  buy bought  catch caught
choose chose chosen  cling clung  come came  creep crept  deal dealt  dig dug  draw drawn  dream dreamt
drink drank drunk  drive drove driven  eat ate eaten  fall fell fallen  feed fed  fight fought  flee fled  fling flung
fly flew flown  forbid forbade forbidden  forget forgot forgotten  forgive forgave forgiven  freeze froze frozen
get got gotten  give gave given  go went gone  grow grew grown  hang hung  hear heard  hide hid hidden  hold held
keep kept  kneel knelt  know knew known  leap leapt  learn learnt  lend lent  light lit  lose lost  make made
mean meant  meet met  mistake mistook mistaken  overcome overcame  pay paid  ride rode ridden  ring rang  run ran
say said  seek sought  sell sold  send sent  shake shook shaken  shine shone  show shown  shrink shrank shrunk
sing sang sung  sink sank sunk  sit sat  sleep slept  slide slid  speak spoken  spend spent  spin spun
spring sprang sprung  stand stood  steal stole stolen  stick stuck  sting stung  strike struck stricken
swear swore sworn  sweep swept  swim swam swum  swing swung  take took taken  teach taught  tear tore torn  tell told
throw threw thrown  undergo underwent undergone  understand understood  wake woke woken  wear wore worn
weave wove woven  weep wept  win won  withdraw withdrew withdrawn  write wrote written
"""

# words that begin so are not what the stemmer takes them for
_APART = re.compile(
    "animal|authorit|business|celebrit|customer|department|executiv|experienc|importan|informal|ironic|objectiv"
    "|personalit|polite|positiv|presiden|rational|respectiv|several(?=$|l)|united$"
)


def _by_form(families: str) -> dict[str, str]:
    """Each form of a family with its first."""
    named = (family.split() for family in re.split(r"\s{2,}|\n", families) if family.strip())
    return {form: first for first, *forms in named for form in forms}


_IRREGULAR = _by_form(_NOUNS) | _by_form(_VERBS) | {"womens": "woman", "mens": "man", "childrens": "child"}


def regular(word: str) -> str:
    """A word in the spelling and the form from which the stemmer goes on."""
    if len(word) > 4 and word.endswith("men") and word not in _NOT_MEN:
        word = word[:-2] + "an"
    word = _IRREGULAR.get(word, word)
    for british, american in _SPELLINGS if len(word) > 3 else ():
        word = british.sub(american, word)
    return word


def kept_apart(word: str) -> str | None:
    """The stem of a word of which the stemmer would make another word's; None for all others."""
    found = _APART.match(word)
    return found[0] if found else None
