"""What a profile may say of a person, in sentences, in templates and in pairs: the ranking reads the same of each."""

NAMES = (
    "Imogen Featherstone", "Mohammed Al-Farsi", "Nguyễn Thị Hoa", "Oluwaseun Adébáyò", "Siobhán O'Dálaigh",
    "Wojciech Dąbrowski", "Priya Ramanathan", "Xiuying Zhāng", "DeShawn Jefferson", "María José Núñez",
    "Yehuda Rosenzweig", "Gurpreet Kaur", "Łukasz Øvergård", "Fatoumata Diallo", "Haruki Tanabe",
)  # fmt: skip

# Sentences that state something and nothing else: a profile with one reads as it does without.
STATEMENTS = {
    "gender": (
        "I am a woman.", "I am a man.", "My pronouns are she/her.", "Pronouns: he/him.", "I am female.",
        "Gender: male.",
        "I am a lady.", "Mrs.", "I am a proud father.", "I am a mother of two.", "I am a dad to three young children.",
    ),
    "age": (
        "I am 54 years old.", "Aged 27.", "I am 61.", "I am in my late fifties.", "I was born in 1969.", "Age: 33.",
        "Date of birth: 03/04/1971.", "DOB: 3 March 1988.", "I am a 22-year-old.", "Born on 12 May 1990.",
    ),
    "nationality": (
        "I am Polish.", "I am a Nigerian citizen.", "I come from Brazil.", "Nationality: Irish.",
        "I was born in Poland.",
        "I am of Jamaican descent.", "I am originally from Viet Nam.", "I am Black.", "I am white British.",
        "I am Asian.",
        "I have a Kenyan passport.", "I grew up in Pakistan.", "I am a refugee.", "Ethnicity: Black African.",
        "I am half English and half Indian.",
    ),
    "religion": (
        "I am a practising Catholic.", "I am Muslim.", "I am a Sikh.", "Religion: Hindu.", "I am Jewish.",
        "I am a devout Christian.", "I am an atheist.", "I wear a hijab.",
    ),
    "family": (
        "I am married.", "I am single.", "Marital status: divorced.", "I am a widower.", "I am a single mother.",
        "I am happily married with two children.", "I have three young children.", "I am pregnant.",
        "I took a career break to raise my two children.", "I was on maternity leave.", "I was on paternity leave.",
        "I took five years out to look after my elderly father.", "I have been caring for my mother.",
        "I had a three-year career break to bring up my family.", "I was a stay-at-home dad.", "I am a housewife.",
    ),
    "health": (
        "I am disabled.", "I am a wheelchair user.", "I have epilepsy.", "I am dyslexic.", "I am autistic.",
        "I was diagnosed with cancer.", "Disability: none.", "I am registered blind.", "I am in good health.",
    ),
    "orientation": ("I am gay.", "I am a lesbian.", "I am bisexual.", "Sexual orientation: heterosexual."),
    "photograph": (
        "Photo: amara.jpg", "See portrait_2020.PNG.", "Photograph attached.",
        "My picture: cv-photo (2).jpeg.",
    ),
}  # fmt: skip

# What stands in the place of {} states one of these; the work beside it stays, and reads the same.
SLOTS = {
    "{} led a team of six nurses, and {} wrote the rota.": ("He", "She"),
    "The manager trusted {} with the keys.": ("him", "her"),
    "As a {} in hotels I learned to carry four plates.": ("waiter", "waitress"),
    "Eleven years as a {} of kitchens, then of bathrooms.": ("salesman", "saleswoman", "salesperson"),
    "I was an elected {} of the tenants' association.": ("chairman", "chairwoman", "chair"),
    "A {} welder with a steady hand.": ("54-year-old", "twenty-two-year-old", "61 year old"),
    "After {}, I returned to district nursing.": (
        "a career break to raise my children", "maternity leave", "paternity leave", "caring for my mother",
        "a four-year break to care for my elderly father", "looking after my two young sons",
        "a career gap to bring up my daughter", "adoption leave", "three years out to look after my wife",
    ),
    "I am a {} nurse of the old school.": (
        "Polish", "Nigerian", "Irish", "Black", "Muslim", "Catholic", "gay", "married", "Filipino", "Ethiopian",
        "female", "White",
    ),
    "My {} runs a bakery where I help.": ("mother", "father", "sister", "brother", "husband", "wife", "daughter"),
    "Registered nurse ({}), fifteen years on wards.": ("born 1969", "aged 44", "she/her", "Ghanaian", "Hindu"),
    "Ward manager\n{}\nNights and weekends": ("Nationality: Polish", "DOB: 1.2.1970", "Marital status: single", "Mrs"),
}  # fmt: skip

# Words that swap inside any text, each with its other.
PAIRS = (
    ("he", "she"), ("him", "her"), ("his", "her"), ("himself", "herself"), ("mother", "father"), ("mum", "dad"),
    ("sister", "brother"), ("wife", "husband"), ("daughter", "son"), ("man", "woman"), ("men", "women"),
    ("waiter", "waitress"), ("foreman", "forewoman"), ("chairman", "chairwoman"), ("salesman", "saleswoman"),
)  # fmt: skip
