//! Words that sound as if somebody may harm themselves. When in doubt they count: all
//! that follows is a fold and an offer of help, and nobody is silenced. Words about a
//! time that is over, denied, or said in jest don't count.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::compiled;
use super::plain::Plain;

macro_rules! want {
    () => {
        r"\b(?:wants?|wanna|wanting|wanted|need|ready|planning|plan|intend|going|gonna|tempted|decided|trying|tried|about|like|urges?)(?: to)?(?: just| really)? "
    };
}

/// Grouped by what they speak of. Apostrophes are gone: "dont", "im".
pub(super) const PATTERNS: &[&str] = &[
    // Dying, as a wish.
    r"\b(?:wants?|wanna|wanting|wanted|ready)(?: to)?(?: just| really)?(?: be)? (?:die|dead)\b",
    r"\b(?:hope|wish|pray|praying|hoping) (?:that )?i (?:just )?(?:die|dont wake up|never wake up|wont wake up|wouldnt wake up|hadnt woken up|didnt wake up)\b",
    r"\bwish i (?:was|were) (?:dead|never born|not alive)\b",
    r"\bwish i (?:wasnt|werent) (?:alive|born|here any ?more)\b",
    r"\bwish i (?:had never been|was never|hadnt been) born\b",
    r"\bbetter off (?:dead|without me|if i (?:was dead|were dead|wasnt|werent|died|was gone|were gone))\b",
    // Killing, ending.
    r"\b(?:kill|unalive) ?my ?self\b",
    concat!(want!(), r"(?:kill (?:himself|herself|themsel(?:f|ves))|end (?:his|her|their) life)\b"),
    concat!(
        want!(),
        r"(?:end it|end things|end everything|hang myself|shoot myself|off myself|commit suicide|hurt myself|harm myself|self ?-?harm|cut myself|slit my wrists|drown myself|overdose|od)\b"
    ),
    concat!(
        want!(),
        r"jump (?:off|in front of|under) (?:a|the|my) (?:bridge|roof|building|train|bus|balcony|overpass)\b"
    ),
    r"\b(?:end|ending|take|taking) my own life\b",
    r"\b(?:end|ending) my life\b",
    r"\bending it (?:all|tonight|today|now|soon)\b",
    r"\bend it (?:all|tonight|today)\b",
    r"\b(?:thinking|think|thought|thoughts|dreaming|planning|considering|obsessing|keep thinking)(?: a lot)?(?: of| about| on)? (?:killing myself|ending (?:it|things)|hurting myself|harming myself|cutting myself|dying|suicide|hanging myself|jumping off)\b",
    r"\bconsidering suicide\b",
    r"\b(?:im|i am|feel|feeling|been|getting|still|pretty|really|so|very) (?:actively )?suicidal\b",
    r"\bsuicidal (?:thoughts|again|tonight|right now|since)\b",
    r"\b(?:wanna|want to|gonna|going to|should|might|finna|ima) kms\b",
    r"\b(?:overdose|od) on purpose\b",
    r"\b(?:gonna|going to|ill) (?:overdose|od) (?:tonight|today|now)\b",
    r"\b(?:might|could|will|should|ill) (?:just )?(?:hurt|harm|cut|hang|shoot|drown) myself\b",
    r"\b(?:cutting|self ?-?harming|burning)(?: myself)? again\b",
    // Not living.
    r"\brather be dead\b",
    r"\b(?:no|any) point (?:any ?more|to anything|in anything)\b",
    r"\bwant (?:it|it all|everything|all of this|the pain) to (?:end|stop|be over)\b",
    r"\bthis is the end for me\b",
    r"\b(?:nobody|no one|noone) would (?:even )?(?:miss me|care if i)\b",
    r"\b(?:dont|do not|didnt) (?:really |even |just )?(?:want to|wanna) (?:live|be alive|wake up|exist|keep living|go on living|be here any ?more|be on this earth|live any ?more)\b",
    r"\b(?:no|(?:dont|cant|do not|cannot) see (?:a|the|any)) (?:reason|point|sense) (?:to|in|for|of) (?:live|living|me to live|going on|go on|being alive|carrying on|staying alive)\b",
    r"\bnothing (?:left )?to live for\b",
    r"\b(?:not|isnt|aint) worth living\b",
    r"\bcant (?:go on living|go on like this|go on any ?more|keep living|live any ?more|live like this any ?more|live with myself|do this any ?more|do life any ?more|take living)\b",
    r"\bcant go on(?:[.!,]|$)",
    r"\b(?:ready|want|wanna) to? ?(?:disappear forever|go to sleep forever|sleep forever|not exist|not be alive)\b",
    r"\b(?:go|fall|going) (?:to sleep|asleep) and (?:never|not) wak(?:e|ing) up\b",
    r"\b(?:until|till|til|so) i (?:die|dont wake up|stop breathing|never wake up)\b",
    r"\b(?:not|dont|wont) plan(?:ning)? (?:to|on) (?:wak(?:e|ing) up|be(?:ing)? alive|see(?:ing)? tomorrow|mak(?:e|ing) it to (?:morning|tomorrow))\b",
    r"\bwont be (?:alive|around much longer|here much longer)\b",
    // Plans and means.
    r"\b(?:have|got|made) a plan (?:to (?:die|kill|do it|end)|for how|and (?:the means|a date|i))\b",
    r"\b(?:going to|gonna|want to|wanna|about to|could|ill|might) (?:just )?(?:take|swallow) (?:them all|all of them|all these|the lot)\b",
    r"\btook (?:too many|way too many|a handful of|a bunch of) (?:pills|meds|tablets|sleeping)\b",
    r"\b(?:took|taken|take|swallow|swallowed) (?:all (?:of )?(?:my|the|these|those) (?:pills|tablets)|the whole bottle|a whole bottle|every pill)\b",
    r"\b(?:pills|gun|rope|noose|razor|blade|knife) (?:is |are )?(?:counted|ready|loaded|right here|in front of me|in my hand|in my lap|next to me)\b",
    r"\bgun in my mouth\b",
    r"\bhow (?:many|much)(?: [a-z]+)? (?:would|will|does|do|to) (?:it take to )?(?:kill me|kill myself|die)\b",
    r"\b(?:painless|easiest|easy|quickest|quick|best) way to (?:die|end it)\b",
    r"\bone last (?:shot|hit|dose|ride) and (?:then )?(?:im|its|be|thats|ill be|i am) (?:gone|over|done|it|out)\b",
    // Goodbyes.
    r"\b(?:suicide|goodbye|farewell) (?:note|letter)s?\b",
    r"\bby the time (?:you|anyone|anybody|yall|u) (?:read|reads|see|sees|get|gets) this\b",
    r"\bthis is my (?:last|final) (?:message|post|goodbye)\b",
    r"\bthis is (?:goodbye forever|my goodbye)\b",
    r"\bgood ?bye (?:everyone|everybody|all|world|cruel world|my friends)[,. ]+(?:and )?(?:im sorry|i am sorry|so sorry|i loved|forgive|thank you for trying|thanks for trying)\b",
    r"\bsaid (?:all )?my goodbyes\b",
    r"\btell (?:my )?(?:kids|children|family|mum|mom|mother|daughter|son|wife|husband|parents|everyone)(?: that)? i (?:loved|always loved)\b",
    r"\b(?:after|once|when) im (?:dead|gone for good)\b",
    r"\b(?:nobody|no one|noone|who|anyone|everyone|everybody|they)(?: would| will| d|ll)? (?:even )?(?:care|notice|miss me|cry|be (?:happier|better|relieved))(?: much)? if i (?:died|was gone|were gone|disappeared|was dead|were dead|wasnt here|killed)\b",
];

static LOOK: LazyLock<Regex> = LazyLock::new(|| compiled(PATTERNS));

/// Right before it: a denial.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:dont|didnt|do not|did not|doesnt|does not|never|no longer|not|wont|will not|wouldnt|isnt|wasnt|without|stopped|quit|instead of|rather than)(?: (?:really|even|ever|actually|just|feeling|feel|been|be|going|trying|having|thinking|planning|want|wanted|to|about|leave|write|any|a|here))* $",
    ])
});

/// Near it: it is about now, whatever else is told.
static NOW: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:now|still|again|tonight|today|this morning|right now|last night|yesterday)\b",
    ])
});

/// Right before it or in it: it is about the past, or almost happened.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\b(?:used to|wanted|was|were|tried|had|thought|felt|when i|id|would|nearly|almost|wrote|said|took|planned)(?: [a-z]+){0,3} ?$",
    ])
});

/// Anywhere in the message: it says that time is over.
static OVER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&[
        r"\bused to\b",
        r"\b(?:not|dont|isnt|doesnt)(?: [a-z]+){0,2} any ?more\b",
        r"\bno longer\b",
        r"\b(?:years|months) (?:ago|back|later)\b",
        r"\bback (?:then|when)\b",
        r"\bin (?:my )?(?:active )?addiction\b",
        r"\bbefore (?:i got|treatment|rehab|recovery|this program|i came)\b",
        r"\bwhen i (?:was|first|got|came|hit|still)\b",
        r"\b(?:so )?(?:glad|grateful|thankful|happy)\b",
        r"\bthose days\b",
        r"\bin the past\b",
        r"\blast year\b",
        r"\bfor years\b",
        r"\bin (?:19|20)[0-9][0-9]\b",
        r"\bas a (?:kid|teen|teenager|child)\b",
        r"\bsurvived\b",
        r"\bi want to live\b",
        r"\bat my (?:bottom|worst|lowest)\b",
    ])
});

/// Right after it: it is about something else, or said in jest. Grouped by how the words
/// that were found end.
const ELSEWISE: [(&[&[u8]], &[&str]); 6] = [
    (
        &[b"die", b"dead"],
        &[
            r"^ (?:of|from) (?:embarrass|laugh|bore|cringe|awkward|happi|cute|second ?hand)",
            r"^ laughing",
            r"^ than\b",
            r"^ (?:sober|clean|old|happy|peacefully|with dignity|a sober|a free|an old|as an? (?:sober|free|old)|in recovery)\b",
        ],
    ),
    (
        &[b"end it", b"end things"],
        &[
            r"^ (?:on|off) (?:a|that|this) (?:[a-z]+ )?note",
            r"^ (?:with (?:him|her|them|my (?:boyfriend|girlfriend|husband|wife|ex|partner|sponsor|job)|the|that|joy)|between us|here for|there for|at [0-9])",
        ],
    ),
    (
        &[b"note", b"letter", b"letters", b"notes", b"goodbye"],
        &[
            r"^ (?:to|from) (?:my )?(?:old |active )?(?:addiction|alcohol|drugs?|drink|drinking|booze|heroin|meth|weed|pills|using|disease|wine|beer|cocaine|vodka|life|self|smoking|nicotine|cigarettes)",
        ],
    ),
    (&[b"message", b"post"], &[r"^ (?:for|before|of|about|to|in|on)\b"]),
    (
        &[b"live", b"alive", b"exist", b"wake up"],
        &[
            r"^ (?:in (?:the|a|an|my|that|fear|chaos|shame|a lie)|with (?:my|him|her|them|a|other|people|that|fear|regret)|at|near|there|by|under|on (?:my|the)|alone|like that|that way|a lie|next|together|off)\b",
            r"^ (?:early|hung|before|sick|to (?:go|get|an?|the|that|it)|not remember|dope)",
        ],
    ),
    (
        &[b"cut myself", b"suicide"],
        &[r"^ (?:shaving|cooking|some slack|off|a break|prevention|hotline|squad|awareness|loss)"],
    ),
];

static ELSEWISE_LOOKS: LazyLock<[Regex; 6]> =
    LazyLock::new(|| ELSEWISE.map(|(_, patterns)| compiled(patterns)));

/// So embarrassed that they wanted to.
static EMBARRASSED: LazyLock<Regex> =
    LazyLock::new(|| compiled(&[r"\b(?:embarrass[a-z]+|mortified|awkward|stage fright)\b"]));

pub(super) fn is_in(plain: &Plain) -> bool {
    // Searched once, and only if something was found.
    let mut over = None;
    LOOK.find_iter(plain.bytes()).any(|found| {
        let words = found.as_bytes();
        let before = plain.clause_before(found.start(), 60);
        let jest = words.starts_with(b"wanted") && EMBARRASSED.is_match(before);
        if jest || DENIED.is_match(before) || is_elsewise(words, plain.after(found.end(), 40)) {
            return false;
        }
        let upto_verb = plain.clause_before(found.start() + first_word(words), 60);
        let around_now = NOW.is_match(upto_verb) || NOW.is_match(plain.after(found.end(), 20));
        let past = !around_now && PAST.is_match(upto_verb);
        !(past && *over.get_or_insert_with(|| OVER.is_match(plain.bytes())))
    })
}

fn is_elsewise(words: &[u8], rest: &[u8]) -> bool {
    ELSEWISE.iter().zip(&*ELSEWISE_LOOKS).any(|((endings, _), look)| {
        endings.iter().any(|ending| words.ends_with(ending)) && look.is_match(rest)
    })
}

/// The length of the first word: "wanted" of "wanted to die".
fn first_word(words: &[u8]) -> usize {
    words.iter().position(|byte| *byte == b' ').unwrap_or(words.len())
}
