"""The words that a corpus is made of: invented names and titles, and sentences with gaps."""

from __future__ import annotations

GIVEN = tuple(
    """Adela Ambrose Anouk Artem Astrid Baptiste Benedikt Bianca Cajsa Calder Cosima Dagmar Darya Désirée Eero Effie
    Elspeth Emeric Fenna Florian Gaëlle Gideon Gwen Halina Henrik Hilde Imre Inès Isolde Jarmila Joachim Józef Kasimir
    Katell Kerstin Laszlo Leonie Linus Maëlle Maren Mateo Milena Nadine Nestor Odile Oskar Petra Quentin Ragnhild Rémy
    Roswitha Sanna Severin Solveig Tadeusz Thea Ulrich Valeska Wenzel Xavier Ysolde Zdeněk""".split()
)
FAMILY = tuple(
    """Adlington Ahlgren Bajor Baumgarten Beaulieu Birkett Brzeziński Caldwell-Pye Carmody Dahlberg Delorme Dvořák
    Ekström Faulkes Fontenay Gilchrist Grabner Hallewell Hasek Hollander Innes Jarre Kallio Kowalczyk Lachaise Lindgren
    Lunde Marchetti Mellor Montrose Nagy Niemi Norrgård O'Rourke Oduya Ormond Pálffy Peverell Pryce Quennell Rasmussen
    Rivière Rostand Sachs Salander Sedgwick Šimek Skov Tarrant Thibault Tolnai Underhill Vasari Verhoeven Vogler Waldron
    Weiss Winterbourne Ystad Zeller""".split()
)
KINDS = tuple(
    """Abandoned Blue Borrowed Brief Careless Cold Counterfeit Dry Early Eastern Electric False Final First Foreign
    Frozen Good Grey Half-Lit High Hidden Honest Inland Iron Late Little Low Minor Muted Narrow Old Open Other Patient
    Plain Private Red Reluctant Rented Second-Hand Seventh Short Slow Small Southern Spare Still Sudden Third Unsent
    Upper Vacant Warm Yellow""".split()
)
THINGS = tuple(
    """Accordion Alibi Anchor Apartment Atlas Ballroom Boarder Breakwater Bridge Cabin Calendar Candle Cellar Clerk Coat
    Comet Cousin Curtain Dancer Departure Dictionary Echo Elevator Envelope Fair Farewell Fountain Frontier Gambler
    Gardener Glove Guest Holiday Hotel Inheritance Interval Interpreter Kitchen Lake Landlord Ledger Lodger Magician
    Map Matinée Meadow Messenger Miner Morning Nephew Night Nurse Overcoat Pact Parade Pharmacist Pier Platform Portrait
    Quarrel Rain Rehearsal Reunion Rival Rooftop Sailor Signal Snow Staircase Station Stowaway Stranger Suitcase
    Surgeon Switchboard Tenant Timetable Translator Trapeze Tunnel Understudy Usher Valley Verdict Visitor Wager
    Wardrobe Weather Wedding Winter Workshop""".split()
)
TOWNS = "Bergen Bratislava Brno Cádiz Ghent Göteborg Graz Lille Ljubljana Lviv Ostrava Porto Riga Szeged Tartu".split()
GENRES = (
    "Adventure|Animation|Comedy|Crime|Documentary|Drama|Fantasy|Film Noir|History|Horror|Melodrama|Musical|Romance"
    "|Science Fiction|Thriller|War|Western"
).split("|")
TAGS = (
    "anniversary|anthology|best of the decade|black and white|chamber piece|costume drama|cult|debut|double bill"
    "|festival|first viewing|found on tape|in the cinema|literary source|location work|long films|lost and found|"
    "night train|one location|on television|original score|outdoor screening|pre-code|restored|revisited|road film|"
    "second chance|short films|silent|small towns|split screen|summer season|technicolor|underrated|workplace"
).split("|")
SUBJECTS = (
    "the first reel|the title sequence|the staircase scene|the second half|the music|the photography|the cutting"
    "|the sound|the epilogue|the dinner scene|the letter|the supporting cast|the script|the set|the long silence"
    "|the last shot|the framing|the crowd scene|the chase|the dubbing|the new transfer|the middle hour"
).split("|")
MANNERS = (
    "delicate|stiff|generous|restless|dry|lopsided|warm|exact|muddled|fearless|tired|sly|solemn|nimble|blunt"
    "|unfashionable|tender|shrill|careful|wayward|sober|grand|spare|overlong|quietly funny|plain|rich|mannered"
).split("|")
TURNS = (
    "works better than it should|never quite arrives|keeps its nerve|loses its way|gathers speed|asks for patience"
    "|earns the applause|gives the game away|stays with you|runs out of ideas|says enough|changes the subject"
    "|holds together|falls between two stools|carries the rest|wanders off"
).split("|")
STORIES = (
    "a clerk forges one letter too many|two sisters rent out the same room|a night porter keeps the wrong suitcase"
    "|an understudy goes on for a single evening|a surveyor moves a border by a mile|the last ferry leaves early"
    "|a widower answers an advertisement|a chess club hides a deserter|a weather station stops reporting"
    "|a translator improves on the original|a village hall burns down the night before the vote"
    "|an usher recognises a voice in the dark|a bus breaks down outside the wrong hotel"
).split("|")
HEADINGS = ("What it is about", "The people in it", "How it looks", "Where it stumbles", "On this copy", "In the end")

# {s} a subject, {m} a manner, {t} what a subject does, {p} a person of the film, {f} another film, {n} a number,
# {y} a year, {c} a town, {x} a story.
REVIEW = (
    "{S} {t}, and it took me two viewings to see why.",
    "It begins simply enough: {x}.",
    "Nobody would call {s} {m}, but it {t}.",
    "{p} has a way of standing in a doorway that says more than {s} does.",
    "I remember seeing it in {c} in {y}; there were {n} of us, and nobody left before the lights came up.",
    "What you notice today is how {m} {s} is, and how {m} everything around it.",
    'There\'s a line about {n} minutes in -- "We were only ever guests here" -- that {p} throws away, rightly.',
    "Set beside *{f}*, it looks {m}; set beside almost anything else, it doesn't.",
    "Then {x}, and the film becomes **{m}**, even {m}.",
    "If that sounds {m}, it is; but {s} {t}.",
    "It's said that {p} shot {s} in {n} days; I'd have guessed half.",
    "Most of the reviews of {y} complain about {s}, and they aren't wrong.",
    "On this copy, {s} comes through as it can't have done for {n} years.",
    "The trouble is {s}, which {t} whenever {p} isn't on screen.",
    "For once {s} isn't there to explain anything: it's {m}, it's {m}, and it ends.",
    "[An interview of {y}](https://archive.example.org/interviews/{n}) has {p} on how {s} came about.",
    "And yet: when {x}, you could hear a coat being folded three rows back.",
    "By then {s} has become so {m} that {p} needs only to look up.",
    "*{f}* had the same idea, and {n} times the money.",
    "Some will find {s} 'merely {m}'. I found it *exactly* as {m} as the story asks.",
)
REPLY = (
    "I saw this with my father in {c}; he slept through {s}.",
    "You're too kind to {s}.",
    "Thank you for writing about {p} at last.",
    "Is this out anywhere? I've been looking since {y}.",
    "For me {s} {t}, but I know I'm alone there.",
    "I liked {f} more, which is just as {m}.",
    "Lovely piece.",
    "That moment after {n} minutes -- I'd forgotten it completely.",
    "Surely the one in the hat isn't {p}?",
    "My copy must be different: {s} is missing from it.",
    "We showed this at our film club. Half of them called it '{m}', the others cried.",
    "Not a word about {s}?",
    "Yes! And then {x}, which nobody ever mentions.",
    "I'd take off a star because {s} {t}.",
    "It's on my list now.",
    'They don\'t make them this "{m}" any more.',
    "The ending, though.",
    "Wasn't {p} in {f} as well?",
)
MARKED = (
    "It *is* {m}.",
    "**Please** write about *{f}*.",
    "I wrote about {s} [over here](https://notes.example.net/{n}).",
    "https://clips.example.com/{n} has {s}.",
)
EMOJI = ("🎞️", "🙂", "👌", "🎟️", "😮")
