"""What each rule that concludes something says, in Danish and English."""

from __future__ import annotations

_PHRASES = {
    "eq-sym": ("er den ene ting den anden, er den anden den ene", "if one thing is the other, the other is the one"),
    "eq-trans": ("det, der er det samme som det samme, er ét", "things that are the same as one thing are one thing"),
    "eq-rep": ("hvad der gælder en ting, gælder den under alle dens navne",
               "what holds of a thing holds by all its names"),
    "prp-dom": ("alt, der har egenskaben, hører til klassen", "whatever has the property is in the class"),
    "prp-rng": ("alle egenskabens værdier hører til klassen", "every value of the property is in the class"),
    "prp-fp": ("egenskaben har højst én værdi, så værdierne er den samme ting",
               "the property has at most one value, so the values are one thing"),
    "prp-ifp": ("en værdi af egenskaben har højst én ejer, så ejerne er den samme ting",
                "a value of the property belongs to at most one thing, so these are one thing"),
    "prp-symp": ("egenskaben gælder begge veje", "the property holds both ways"),
    "prp-trp": ("egenskaben går videre fra led til led", "the property is handed on from link to link"),
    "prp-spo1": ("hvad der gælder med en egenskab, gælder med den videre",
                 "what holds by a property holds by the wider one"),
    "prp-spo2": ("en kæde af egenskaber giver egenskaben", "a chain of properties gives the property"),
    "prp-eqp": ("de to egenskaber siger det samme", "the two properties say the same"),
    "prp-inv": ("den ene egenskab er den anden læst baglæns", "one property is the other read backwards"),
    "prp-key": ("ting af klassen med de samme nøgleværdier er den samme ting",
                "things of the class with the same values of its key are one thing"),
    "cls-int1": ("hvad der hører til alle klasserne, hører til deres fællesmængde",
                 "what is in all the classes is in their intersection"),
    "cls-int2": ("hvad der hører til fællesmængden, hører til hver af klasserne",
                 "what is in the intersection is in each of the classes"),
    "cls-uni": ("hvad der hører til en af klasserne, hører til foreningen",
                "what is in one of the classes is in their union"),
    "cls-svf": ("hvad der har en sådan værdi, hører til klassen", "whatever has such a value is in the class"),
    "cls-avf": ("klassens medlemmer har kun værdier af den slags", "members of the class have only such values"),
    "cls-hv1": ("alle klassens medlemmer har den værdi", "every member of the class has that value"),
    "cls-hv2": ("alt med den værdi hører til klassen", "whatever has that value is in the class"),
    "cls-max": ("klassens medlemmer har højst én sådan værdi, så værdierne er den samme ting",
                "members of the class have at most one such value, so the values are one thing"),
    "cls-oo": ("klassen består af netop de ting, der er nævnt", "the class consists of just the things listed"),
    "cax-sco": ("hvad der hører til en klasse, hører til den videre", "what is in a class is in the wider one"),
    "cax-eqc": ("de to klasser har de samme medlemmer", "the two classes have the same members"),
    "scm-cls": ("enhver klasse er en del af sig selv", "every class is within itself"),
    "scm-op": ("enhver egenskab er en del af sig selv", "every property is within itself"),
    "scm-dp": ("enhver egenskab er en del af sig selv", "every property is within itself"),
    "scm-sco": ("en underklasses underklasse er en underklasse", "a subclass of a subclass is a subclass"),
    "scm-spo": ("en underegenskabs underegenskab er en underegenskab",
                "a subproperty of a subproperty is a subproperty"),
    "scm-eqc": ("ens klasser er hinandens underklasser", "equivalent classes are subclasses of each other"),
    "scm-eqp": ("ens egenskaber er hinandens underegenskaber",
                "equivalent properties are subproperties of each other"),
    "scm-dom": ("et definitionsområde arves af smallere egenskaber og videre klasser",
                "a domain passes to narrower properties and to wider classes"),
    "scm-rng": ("en værdimængde arves af smallere egenskaber og videre klasser",
                "a range passes to narrower properties and to wider classes"),
    "scm-hv": ("den ene betingelse medfører den anden", "one condition entails the other"),
    "scm-svf": ("den ene betingelse medfører den anden", "one condition entails the other"),
    "scm-avf": ("den ene betingelse medfører den anden", "one condition entails the other"),
    "scm-int": ("en fællesmængde er en underklasse af hver af sine klasser",
                "an intersection is a subclass of each of its classes"),
    "scm-uni": ("hver klasse er en underklasse af foreningen", "each class is a subclass of the union"),
}  # fmt: skip


def phrase(rule: str, language: str) -> str:
    """Return what a rule says, by its name in the W3C recommendation; nothing for one that forbids."""
    beginnings = [rule[:length] for length in range(len(rule), 5, -1)]
    danish, english = next((_PHRASES[name] for name in beginnings if name in _PHRASES), ("", ""))
    return danish if language == "da" else english
