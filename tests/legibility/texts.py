"""Adverts and profiles in several languages, written for these tests, each long enough to tell its language."""

GERMAN = """\
Für unser Pflegeheim am Stadtrand suchen wir zum nächstmöglichen Zeitpunkt eine Altenpflegerin oder einen
Altenpfleger in Teilzeit. Sie begleiten unsere Bewohnerinnen und Bewohner durch den Tag, dokumentieren die Pflege und
arbeiten eng mit Ärzten und Angehörigen zusammen. Wir bieten ein herzliches Team, geregelte Dienste und eine
Vergütung nach Tarif."""

FRENCH = """\
Nous recherchons un cuisinier pour le restaurant scolaire de notre commune. Vous préparez chaque jour deux cents repas
avec des produits de saison, vous respectez les règles d'hygiène et vous encadrez une petite équipe. Une première
expérience en cuisine collective est souhaitée. Poste à temps plein, du lundi au vendredi."""

POLISH = """\
Do naszego magazynu poszukujemy kierowcy wózka widłowego. Do Twoich zadań będzie należało załadowywanie i
rozładowywanie towarów, kompletowanie zamówień oraz dbanie o porządek w miejscu pracy. Wymagamy uprawnień UDT i
gotowości do pracy na zmiany. Oferujemy umowę o pracę i terminowe wynagrodzenie."""

WELSH = """\
Rydym yn chwilio am gynorthwyydd dosbarth brwdfrydig i ymuno â'n hysgol gynradd. Byddwch yn cefnogi plant yn y
Cyfnod Sylfaen, yn paratoi adnoddau gyda'r athrawon ac yn helpu disgyblion sydd ag anghenion dysgu ychwanegol. Mae'r
gallu i siarad Cymraeg yn hanfodol. Byddwch yn gweithio yn ystod y tymor yn unig."""

SPANISH = """\
Buscamos una persona para atender a nuestros clientes en la tienda del centro. Sus tareas serán reponer los estantes,
cobrar en la caja y mantener el local limpio y ordenado. Ofrecemos contrato indefinido, formación a cargo de la
empresa y horario de mañana. Se valora la experiencia de cara al público."""

PORTUGUESE = """\
Procuramos um eletricista para a manutenção das instalações do nosso hotel. Será responsável por reparar avarias,
substituir lâmpadas e verificar os quadros elétricos. Pedimos carta de condução e disponibilidade para trabalhar ao
fim de semana. Oferecemos contrato sem termo e refeições no local."""

ITALIAN = """\
Cerchiamo un'impiegata per l'ufficio amministrativo della nostra azienda. Si occuperà della registrazione delle
fatture, della corrispondenza con i fornitori e dell'archivio. Si richiede una buona conoscenza dei programmi più
comuni e precisione nel lavoro. Offriamo un contratto a tempo indeterminato."""

DUTCH = """\
Voor onze bakkerij in het centrum zoeken wij een medewerker die van vroeg opstaan houdt. Je bakt elke ochtend het
brood, vult de winkel aan en helpt onze klanten met een glimlach. Ervaring is niet nodig, want wij leiden je zelf op.
Je krijgt een vast contract en een goed salaris."""

ROMANIAN = """\
Căutăm un zidar cu experiență pentru un șantier de locuințe. Veți ridica pereți, veți turna fundații și veți lucra
împreună cu o echipă de opt oameni. Oferim cazare gratuită, transport la locul de muncă și plata salariului la timp.
Permisul de conducere este un avantaj."""

LITHUANIAN = """\
Ieškome valytojos biurų pastatui miesto centre. Jūs rūpinsitės patalpų švara, plausite grindis ir langus bei
papildysite higienos priemones. Darbas vakarais nuo pirmadienio iki penktadienio. Siūlome laiku mokamą atlyginimą ir
draugišką kolektyvą."""

UKRAINIAN = """\
Шукаємо швачку до невеликого ательє в центрі міста. Ви будете шити та ремонтувати одяг, приймати замовлення й
спілкуватися з клієнтами. Потрібен досвід роботи від одного року. Пропонуємо гнучкий графік і вчасну оплату праці."""

ARABIC = """\
نبحث عن سائق لتوصيل الطلبات إلى المنازل في أنحاء المدينة. يجب أن تكون لديه رخصة قيادة سارية وخبرة لا تقل عن سنة واحدة.
نوفر سيارة حديثة وراتبا شهريا ثابتا مع إجازة أسبوعية وتأمين صحي."""

CHINESE = """\
我们正在为市中心的酒店招聘前台接待员。您将负责办理客人入住和退房手续，接听电话，并解答客人的问题。
要求有良好的沟通能力和服务意识，能够适应轮班工作。我们提供有竞争力的薪资和员工宿舍。"""

JAPANESE = """\
市内のホテルで夜間の受付係を募集しています。お客様のチェックインの手続き、電話の対応、館内の見回りをお願いします。
経験は問いませんが、丁寧な言葉づかいができる方を歓迎します。交通費は全額支給します。"""

ENGLISH = """\
Look after guests who arrive late, carry bags and keep the doors of the hotel safe at night. You will walk the
corridors every two hours, answer the telephone and make tea for those who cannot sleep. Experience is welcome but
not needed, as we train you ourselves."""

FOREIGN = {
    "de": GERMAN, "fr": FRENCH, "pl": POLISH, "cy": WELSH, "es": SPANISH, "pt": PORTUGUESE, "it": ITALIAN, "nl": DUTCH,
    "ro": ROMANIAN, "lt": LITHUANIAN, "uk": UKRAINIAN, "ar": ARABIC, "zh": CHINESE, "ja": JAPANESE,
}  # fmt: skip
