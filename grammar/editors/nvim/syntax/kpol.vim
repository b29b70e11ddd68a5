" Written by `python -m kontaktdsl.syntax.editors` from grammar/keywords.toml.
if exists('b:current_syntax')
  finish
endif
syntax case match
syntax sync fromstart
syntax iskeyword @,48-57,_,192-255

syntax match kpolPunctuation /\v[:,()–—-]/
syntax match kpolPipe /\v\|/
syntax match kpolSign /\v[<>]\=?|[≤≥=]/
syntax match kpolArrow /\v[-–—]+\>|\=+\>|[→⇒➔➜]/
syntax match kpolName /\v%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/
syntax match kpolNumber /\v%([0-9_.]|\k)@<!\d+%([.,]\d|\k)@!/
syntax match kpolDate /\v%([0-9_.]|\k)@<!%(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\k@!/
syntax match kpolDate /\v%([0-9_.]|\k)@<!\d{1,2}\.\s?\d{1,2}\.%([0-9_.]|\k|\s?\d)@!/
syntax match kpolUnit /\v\k@<!%([kK]alendervierteljahrs|[kK]alendervierteljahr|[kK]alenderhalbjahrs|[kK]alenderhalbjahr|[kK]alenderquartals|[kK]alenderquartal|[kK]alendermonats|[kK]alenderjahrs|[kK]alendermonat|[kK]alenderwoche|[aA]rbeitstagen|[kK]alenderjahr|[aA]rbeitstage|[vV]ierteljahr|[aA]rbeitstag|[hH]alf[-‐‑]year|[hH]albjahr|[mM]onaten|[qQ]uartal|[qQ]uarter|[jJ]ahren|[mM]onate|[wW]ochen|[mM]onths|[jJ]ahre|[mM]onat|[tT]agen|[wW]oche|[mM]onth|[wW]eeks|[yY]ears|[jJ]ahr|[tT]age|[dD]ays|[wW]eek|[yY]ear|[tT]ag|[dD]ay)%(\k|[-.‐‑]\k)@!/
syntax match kpolOutcome /\v\k@<!%([mM]indestvorgaben|[vV]ierteljährlich|\d+\s*[-‐‑–—−]\s*[wW]öchentlich|[mM]indestvorgabe|[hH]intereinander|\d+\s*[-‐‑–—−]\s*[mM]onatlich|[oO]rientierung|[hH]albjährlich|\d+\s*[-‐‑–—−]\s*[jJ]ährlich|[hH]alf[-‐‑]yearly|[wW]öchentlich|\d+\s*[-‐‑–—−]\s*[mM]onthly|\d+\s*[-‐‑–—−]\s*[tT]äglich|[iI]mpossible|[sS]pätestens|\d+\s*[-‐‑–—−]\s*[wW]eekly|\d+\s*[-‐‑–—−]\s*[yY]early|[mM]onatlich|[oO]therwise|[qQ]uarterly|[uU]nmöglich|\d+\s*[-‐‑–—−]\s*[dD]aily|\d+\s*[-‐‑–—−]\s*[tT]ägig|[kK]ontakte|[wW]iderruf|[aA]nnually|[bB]edeutet|[cC]ontacts|[jJ]ährlich|[lL]ockerer|[sS]trenger|[sS]tricter|[aA]ufgabe|[kK]ontakt|[bB]ecause|[cC]ontact|[fF]orward|[mM]onthly|[nN]iemals|[rR]evoked|[tT]äglich|[bB]efore|[bB]innen|[dD]anach|[hH]eisst|[lL]ooser|[nN]umber|[wW]eekly|[wW]ithin|[yY]early|[zZ]uerst|[aA]fter|[dD]aily|[dD]avon|[eE]very|[fF]irst|[hH]eißt|[jJ]eden|[jJ]edes|[nN]ever|[sS]iehe|[sS]onst|[uU]ntil|[zZ]ahl|[aA]lle|[aA]uch|[bB]ack|[dD]ann|[fF]rom|[hH]alf|[jJ]ede|[nN]ach|[oO]nly|[tT]hen|[wW]eil|[wW]ith|[bB]is|[fF]or|[fF]ür|[mM]it|[nN]ie|[nN]ur|[pP]er|[pP]ro|[sS]ee|[vV]or|[aA]b|[aA]s|[dD]o|[jJ]e|[oO]f|[tT]o|[zZ]u)%(\k|[-.‐‑]\k)@!/
syntax match kpolLogical /\v\k@<!%([bB]eliebig|[kK]eine|[nN]icht|[kK]ein|[oO]der|[aA]nd|[aA]ny|[nN]ot|[uU]nd|[iI]n|[oO]r)%(\k|[-.‐‑]\k)@!/
syntax match kpolComparison /\v\k@<!%([mM]indestens|[hH]öchstens|[uU]nder|[uU]nter|[oO]ver|[üÜ]ber|[bB]is|[tT]o)%(\k|[-.‐‑]\k)@!/
syntax match kpolUnit /\v\k@<!%([cC]alendar\s+half[-‐‑]year|[cC]alendar\s+quarter|[cC]alendar\s+month|[cC]alendar\s+week|[cC]alendar\s+year|[wW]orking\s+days|[wW]orking\s+day)%(\k|[-.‐‑]\k)@!/
syntax match kpolOutcome /\v\k@<!%([eE]ine\s+Mindestvorgabe|[mM]al\s+hintereinander|[eE]ine\s+Orientierung|[tT]hree\s+quarters|[iI]nnerhalb\s+von|[aA]uf\s+Widerruf|[dD]rei\s+Viertel|[zZ]um\s+Widerruf|[zZ]wei\s+Drittel|[eE]in\s+Drittel|[eE]in\s+Viertel|[nN]ach\s+Bedarf|[oO]ne\s+quarter|[zZ]weimal\s+pro|[bB]ei\s+Bedarf|[dD]ie\s+Hälfte|[eE]inmal\s+pro|[tT]wo\s+thirds|[zZ]weimal\s+im|[zZ]weimal\s+in|[zZ]weimal\s+je|[aA]\s+minimum|[aA]\s+quarter|[aA]s\s+needed|[eE]inmal\s+im|[eE]inmal\s+in|[eE]inmal\s+je|[oO]ne\s+third|[tT]imes\s+per|[tT]wice\s+per|[eE]nde\s+der|[eE]nde\s+des|[iI]n\s+Folge|[oO]nce\s+per|[tT]ime\s+per|[tT]imes\s+in|[tT]wice\s+in|[aA]\s+guide|[aA]\s+third|[mM]al\s+pro|[mM]ay\s+use|[oO]f\s+them|[oO]nce\s+in|[tT]imes\s+a|[tT]wice\s+a|[mM]al\s+im|[mM]al\s+in|[mM]al\s+je|[oO]nce\s+a|[uU]p\s+to)%(\k|[-.‐‑]\k)@!/
syntax match kpolComparison /\v\k@<!%([aA]t\s+least|[aA]t\s+most)%(\k|[-.‐‑]\k)@!/
syntax match kpolOutcome /\v\k@<!%([nN]icht\s+geregelt|[nN]ot\s+regulated)%(\k|[-.‐‑]\k)@!%(\s*%(["„“«»#]|$))@=/
syntax match kpolOutcome /\v\k@<!%([aA]ber\s+Mindestvorgabe\s+für|[tT]he\s+strictest\s+applies|[nN]iemals\s+lockerer\s+als|[nN]o\s+contact\s+required|[gG]ilt\s+das\s+Strengste|[gG]ilt\s+die\s+strengste|[gG]ilt\s+das\s+Mildeste|[gG]ilt\s+die\s+mildeste|[nN]ever\s+looser\s+than|[nN]ie\s+lockerer\s+als|[gG]enau\s+einer\s+von|[gG]enau\s+eines\s+von|[eE]xactly\s+one\s+of|[gG]enau\s+eine\s+von|[aA]t\s+the\s+latest|[dD]em\s+Ende\s+der|[dD]em\s+Ende\s+des|[hH]alf\s+of\s+them|[iI]n\s+der\s+Regel|[jJ]a\s+oder\s+nein|[mM]al\s+in\s+Folge|[sS]ame\s+day\s+as|[tT]he\s+end\s+of|[aA]s\s+a\s+rule|[yY]es\s+or\s+no|[iI]n\s+a\s+row)%(\k|[-.‐‑]\k)@!/
syntax match kpolOutcome /\v\k@<!%([kK]ein\s+Kontakt\s+erforderlich|[kK]ein\s+Kontakt\s+nötig)%(\k|[-.‐‑]\k)@!%(\s*%(["„“«»#]|$))@=/
syntax match kpolOutcome /\v\k@<!%([aA]ber\s+eine\s+Mindestvorgabe\s+für|[tT]he\s+least\s+demanding\s+applies|[aA]uf\s+den\s+Arbeitstag\s+danach|[aA]uf\s+den\s+Arbeitstag\s+davor|[aA]m\s+selben\s+Tag\s+wie|[bB]ut\s+a\s+minimum\s+for|[bB]is\s+zum\s+Ende\s+der|[bB]is\s+zum\s+Ende\s+des|[uU]ntil\s+the\s+end\s+of|[tT]he\s+end\s+of\s+the)%(\k|[-.‐‑]\k)@!/
syntax match kpolOutcome /\v\k@<!%([uU]ntil\s+the\s+end\s+of\s+the|[oO]n\s+the\s+same\s+day\s+as|[bB]y\s+the\s+end\s+of\s+the)%(\k|[-.‐‑]\k)@!/
syntax match kpolBullet /\v^\s*\zs[-–—•·▪‣◦*]%([-–—]*\>)@!/
syntax match kpolStatement /\v^\s*\zs%([aA]rbeitsfrei\s+sind\s+auch|[aA]rbeitsfrei\s+ist\s+auch|[iI]n\s+the\s+single\s+case|[aA]\s+day\s+off\s+is\s+also|[dD]ays\s+off\s+are\s+also|[iI]n\s+a\s+single\s+case|[eE]in\s+Kontakt\s+ist|[tT]ermine\s+rücken|[dD]ue\s+dates\s+roll|[aA]bstände\s+sind|[hH]erausgeberin|[eE]s\s+gilt\s+immer|[iI]m\s+Einzelfall|[iI]ntervals\s+are|[kK]ontaktarten|[aA]\s+contact\s+is|[hH]erausgeber|[hH]ingenommen|[rR]ichtlinie|[aA]pplies\s+to|[gG]ültig\s+vom|[iI]mpossible|[vV]alid\s+from|[aA]ttribute|[gG]ültig\s+ab|[uU]nmöglich|[bB]eispiel|[eE]reignis|[kK]alender|[cC]alendar|[gG]ilt\s+für|[qQ]uantity|[vV]erwende|[bB]egriff|[hH]inweis|[kK]ennung|[mM]erkmal|[eE]xample|[qQ]uelle|[aA]ccept|[dD]efine|[eE]nsure|[iI]ssued|[iI]ssuer|[pP]olicy|[sS]ource|[mM]enge|[sS]tand|[eE]vent|[kK]inds|[nN]ote|[uU]se|[vV]on|[iI]d|[oO]f)%(\k|[-.‐‑]\k)@!/
syntax match kpolBlock /\v^\s*\zs%([aA]t\s+follow[-‐‑]up\s+contact|[bB]ei\s+Meldeversäumnis|[bB]ei\s+jedem\s+Kontakt|[bB]eim\s+Folgekontakt|[aA]t\s+every\s+contact|[aA]t\s+first\s+contact|[bB]eim\s+Erstkontakt|[bB]ei\s+Versäumnis|[wW]hen\s+missed|[eE]xception|[aA]usnahme|[tT]abelle|[rR]egeln|[rR]ules|[tT]able)%(\k|[-.‐‑]\k)@!/
syntax match kpolDeclared /\v%(^\s*%([aA]ttribute|[eE]reignis|[bB]egriff|[mM]erkmal|[dD]efine|[eE]vent)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/
syntax match kpolBlockName /\v%(^\s*%([eE]xception|[aA]usnahme|[tT]abelle|[rR]egeln|[rR]ules|[tT]able)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/
syntax match kpolCitation /\v\[[^\[\]]*\]/
syntax match kpolString /\v"[^"]*"|„[^„“”]*[“”]|„[^„“”"]*"|“[^“”]*”|“[^“”"]*"|«[^«»]*»|»[^«»]*«/
syntax match kpolComment /\v#.*$/

syntax match kpolDePunctuation /\v[:,()–—-]/ contained
syntax match kpolDePipe /\v\|/ contained
syntax match kpolDeSign /\v[<>]\=?|[≤≥=]/ contained
syntax match kpolDeArrow /\v[-–—]+\>|\=+\>|[→⇒➔➜]/ contained
syntax match kpolDeName /\v%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolDeNumber /\v%([0-9_.]|\k)@<!\d+%([.,]\d|\k)@!/ contained
syntax match kpolDeDate /\v%([0-9_.]|\k)@<!%(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\k@!/ contained
syntax match kpolDeDate /\v%([0-9_.]|\k)@<!\d{1,2}\.\s?\d{1,2}\.%([0-9_.]|\k|\s?\d)@!/ contained
syntax match kpolDeUnit /\v\k@<!%([kK]alendervierteljahrs|[kK]alendervierteljahr|[kK]alenderhalbjahrs|[kK]alenderhalbjahr|[kK]alenderquartals|[kK]alenderquartal|[kK]alendermonats|[kK]alenderjahrs|[kK]alendermonat|[kK]alenderwoche|[aA]rbeitstagen|[kK]alenderjahr|[aA]rbeitstage|[vV]ierteljahr|[aA]rbeitstag|[hH]albjahr|[mM]onaten|[qQ]uartal|[jJ]ahren|[mM]onate|[wW]ochen|[jJ]ahre|[mM]onat|[tT]agen|[wW]oche|[jJ]ahr|[tT]age|[tT]ag)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeOutcome /\v\k@<!%([mM]indestvorgaben|[vV]ierteljährlich|\d+\s*[-‐‑–—−]\s*[wW]öchentlich|[mM]indestvorgabe|[hH]intereinander|\d+\s*[-‐‑–—−]\s*[mM]onatlich|[oO]rientierung|[hH]albjährlich|\d+\s*[-‐‑–—−]\s*[jJ]ährlich|[wW]öchentlich|\d+\s*[-‐‑–—−]\s*[tT]äglich|[sS]pätestens|[mM]onatlich|[uU]nmöglich|\d+\s*[-‐‑–—−]\s*[tT]ägig|[kK]ontakte|[wW]iderruf|[bB]edeutet|[jJ]ährlich|[lL]ockerer|[sS]trenger|[aA]ufgabe|[kK]ontakt|[nN]iemals|[tT]äglich|[bB]innen|[dD]anach|[hH]eisst|[zZ]uerst|[dD]avon|[hH]eißt|[jJ]eden|[jJ]edes|[sS]iehe|[sS]onst|[zZ]ahl|[aA]lle|[aA]uch|[dD]ann|[jJ]ede|[nN]ach|[wW]eil|[bB]is|[fF]ür|[mM]it|[nN]ie|[nN]ur|[pP]ro|[vV]or|[aA]b|[jJ]e|[zZ]u)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeLogical /\v\k@<!%([bB]eliebig|[kK]eine|[nN]icht|[kK]ein|[oO]der|[uU]nd|[iI]n)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeComparison /\v\k@<!%([mM]indestens|[hH]öchstens|[uU]nter|[üÜ]ber|[bB]is)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeOutcome /\v\k@<!%([eE]ine\s+Mindestvorgabe|[mM]al\s+hintereinander|[eE]ine\s+Orientierung|[iI]nnerhalb\s+von|[aA]uf\s+Widerruf|[dD]rei\s+Viertel|[zZ]um\s+Widerruf|[zZ]wei\s+Drittel|[eE]in\s+Drittel|[eE]in\s+Viertel|[nN]ach\s+Bedarf|[zZ]weimal\s+pro|[bB]ei\s+Bedarf|[dD]ie\s+Hälfte|[eE]inmal\s+pro|[zZ]weimal\s+im|[zZ]weimal\s+in|[zZ]weimal\s+je|[eE]inmal\s+im|[eE]inmal\s+in|[eE]inmal\s+je|[eE]nde\s+der|[eE]nde\s+des|[iI]n\s+Folge|[mM]al\s+pro|[mM]al\s+im|[mM]al\s+in|[mM]al\s+je)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeOutcome /\v\k@<!%([nN]icht\s+geregelt)%(\k|[-.‐‑]\k)@!%(\s*%(["„“«»#]|$))@=/ contained
syntax match kpolDeOutcome /\v\k@<!%([aA]ber\s+Mindestvorgabe\s+für|[nN]iemals\s+lockerer\s+als|[gG]ilt\s+das\s+Strengste|[gG]ilt\s+die\s+strengste|[gG]ilt\s+das\s+Mildeste|[gG]ilt\s+die\s+mildeste|[nN]ie\s+lockerer\s+als|[gG]enau\s+einer\s+von|[gG]enau\s+eines\s+von|[gG]enau\s+eine\s+von|[dD]em\s+Ende\s+der|[dD]em\s+Ende\s+des|[iI]n\s+der\s+Regel|[jJ]a\s+oder\s+nein|[mM]al\s+in\s+Folge)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeOutcome /\v\k@<!%([kK]ein\s+Kontakt\s+erforderlich|[kK]ein\s+Kontakt\s+nötig)%(\k|[-.‐‑]\k)@!%(\s*%(["„“«»#]|$))@=/ contained
syntax match kpolDeOutcome /\v\k@<!%([aA]ber\s+eine\s+Mindestvorgabe\s+für|[aA]uf\s+den\s+Arbeitstag\s+danach|[aA]uf\s+den\s+Arbeitstag\s+davor|[aA]m\s+selben\s+Tag\s+wie|[bB]is\s+zum\s+Ende\s+der|[bB]is\s+zum\s+Ende\s+des)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeBullet /\v^\s*\zs[-–—•·▪‣◦*]%([-–—]*\>)@!/ contained
syntax match kpolDeStatement /\v^\s*\zs%([aA]rbeitsfrei\s+sind\s+auch|[aA]rbeitsfrei\s+ist\s+auch|[eE]in\s+Kontakt\s+ist|[tT]ermine\s+rücken|[aA]bstände\s+sind|[hH]erausgeberin|[eE]s\s+gilt\s+immer|[iI]m\s+Einzelfall|[kK]ontaktarten|[hH]erausgeber|[hH]ingenommen|[rR]ichtlinie|[gG]ültig\s+vom|[gG]ültig\s+ab|[uU]nmöglich|[bB]eispiel|[eE]reignis|[kK]alender|[gG]ilt\s+für|[vV]erwende|[bB]egriff|[hH]inweis|[kK]ennung|[mM]erkmal|[qQ]uelle|[mM]enge|[sS]tand|[vV]on)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeBlock /\v^\s*\zs%([bB]ei\s+Meldeversäumnis|[bB]ei\s+jedem\s+Kontakt|[bB]eim\s+Folgekontakt|[bB]eim\s+Erstkontakt|[bB]ei\s+Versäumnis|[aA]usnahme|[tT]abelle|[rR]egeln)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolDeDeclared /\v%(^\s*%([eE]reignis|[bB]egriff|[mM]erkmal)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolDeBlockName /\v%(^\s*%([aA]usnahme|[tT]abelle|[rR]egeln)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolDeCitation /\v\[[^\[\]]*\]/ contained
syntax match kpolDeString /\v"[^"]*"|„[^„“”]*[“”]|„[^„“”"]*"|“[^“”]*”|“[^“”"]*"|«[^«»]*»|»[^«»]*«/ contained
syntax match kpolDeComment /\v#.*$/ contained

syntax match kpolEnPunctuation /\v[:,()–—-]/ contained
syntax match kpolEnPipe /\v\|/ contained
syntax match kpolEnSign /\v[<>]\=?|[≤≥=]/ contained
syntax match kpolEnArrow /\v[-–—]+\>|\=+\>|[→⇒➔➜]/ contained
syntax match kpolEnName /\v%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolEnNumber /\v%([0-9_.]|\k)@<!\d+%([.,]\d|\k)@!/ contained
syntax match kpolEnDate /\v%([0-9_.]|\k)@<!%(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\k@!/ contained
syntax match kpolEnDate /\v%([0-9_.]|\k)@<!\d{1,2}\.\s?\d{1,2}\.%([0-9_.]|\k|\s?\d)@!/ contained
syntax match kpolEnUnit /\v\k@<!%([hH]alf[-‐‑]year|[qQ]uarter|[mM]onths|[mM]onth|[wW]eeks|[yY]ears|[dD]ays|[wW]eek|[yY]ear|[dD]ay)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnOutcome /\v\k@<!%([hH]alf[-‐‑]yearly|\d+\s*[-‐‑–—−]\s*[mM]onthly|[iI]mpossible|\d+\s*[-‐‑–—−]\s*[wW]eekly|\d+\s*[-‐‑–—−]\s*[yY]early|[oO]therwise|[qQ]uarterly|\d+\s*[-‐‑–—−]\s*[dD]aily|[aA]nnually|[cC]ontacts|[sS]tricter|[bB]ecause|[cC]ontact|[fF]orward|[mM]onthly|[rR]evoked|[bB]efore|[lL]ooser|[nN]umber|[wW]eekly|[wW]ithin|[yY]early|[aA]fter|[dD]aily|[eE]very|[fF]irst|[nN]ever|[uU]ntil|[bB]ack|[fF]rom|[hH]alf|[oO]nly|[tT]hen|[wW]ith|[fF]or|[pP]er|[sS]ee|[aA]s|[dD]o|[oO]f|[tT]o)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnLogical /\v\k@<!%([aA]nd|[aA]ny|[nN]ot|[iI]n|[oO]r)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnComparison /\v\k@<!%([uU]nder|[oO]ver|[tT]o)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnUnit /\v\k@<!%([cC]alendar\s+half[-‐‑]year|[cC]alendar\s+quarter|[cC]alendar\s+month|[cC]alendar\s+week|[cC]alendar\s+year|[wW]orking\s+days|[wW]orking\s+day)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnOutcome /\v\k@<!%([tT]hree\s+quarters|[oO]ne\s+quarter|[tT]wo\s+thirds|[aA]\s+minimum|[aA]\s+quarter|[aA]s\s+needed|[oO]ne\s+third|[tT]imes\s+per|[tT]wice\s+per|[oO]nce\s+per|[tT]ime\s+per|[tT]imes\s+in|[tT]wice\s+in|[aA]\s+guide|[aA]\s+third|[mM]ay\s+use|[oO]f\s+them|[oO]nce\s+in|[tT]imes\s+a|[tT]wice\s+a|[oO]nce\s+a|[uU]p\s+to)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnComparison /\v\k@<!%([aA]t\s+least|[aA]t\s+most)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnOutcome /\v\k@<!%([nN]ot\s+regulated)%(\k|[-.‐‑]\k)@!%(\s*%(["„“«»#]|$))@=/ contained
syntax match kpolEnOutcome /\v\k@<!%([tT]he\s+strictest\s+applies|[nN]o\s+contact\s+required|[nN]ever\s+looser\s+than|[eE]xactly\s+one\s+of|[aA]t\s+the\s+latest|[hH]alf\s+of\s+them|[sS]ame\s+day\s+as|[tT]he\s+end\s+of|[aA]s\s+a\s+rule|[yY]es\s+or\s+no|[iI]n\s+a\s+row)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnOutcome /\v\k@<!%([tT]he\s+least\s+demanding\s+applies|[bB]ut\s+a\s+minimum\s+for|[uU]ntil\s+the\s+end\s+of|[tT]he\s+end\s+of\s+the)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnOutcome /\v\k@<!%([uU]ntil\s+the\s+end\s+of\s+the|[oO]n\s+the\s+same\s+day\s+as|[bB]y\s+the\s+end\s+of\s+the)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnBullet /\v^\s*\zs[-–—•·▪‣◦*]%([-–—]*\>)@!/ contained
syntax match kpolEnStatement /\v^\s*\zs%([iI]n\s+the\s+single\s+case|[aA]\s+day\s+off\s+is\s+also|[dD]ays\s+off\s+are\s+also|[iI]n\s+a\s+single\s+case|[dD]ue\s+dates\s+roll|[iI]ntervals\s+are|[aA]\s+contact\s+is|[aA]pplies\s+to|[iI]mpossible|[vV]alid\s+from|[aA]ttribute|[cC]alendar|[qQ]uantity|[eE]xample|[aA]ccept|[dD]efine|[eE]nsure|[iI]ssued|[iI]ssuer|[pP]olicy|[sS]ource|[eE]vent|[kK]inds|[nN]ote|[uU]se|[iI]d|[oO]f)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnBlock /\v^\s*\zs%([aA]t\s+follow[-‐‑]up\s+contact|[aA]t\s+every\s+contact|[aA]t\s+first\s+contact|[wW]hen\s+missed|[eE]xception|[rR]ules|[tT]able)%(\k|[-.‐‑]\k)@!/ contained
syntax match kpolEnDeclared /\v%(^\s*%([aA]ttribute|[dD]efine|[eE]vent)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolEnBlockName /\v%(^\s*%([eE]xception|[rR]ules|[tT]able)%(\k|[-.‐‑]\k)@!\s*)@<=%([^0-9_]&\k)%(\k|[-.‐‑]\k@=)*/ contained
syntax match kpolEnCitation /\v\[[^\[\]]*\]/ contained
syntax match kpolEnString /\v"[^"]*"|„[^„“”]*[“”]|„[^„“”"]*"|“[^“”]*”|“[^“”"]*"|«[^«»]*»|»[^«»]*«/ contained
syntax match kpolEnComment /\v#.*$/ contained

syntax region kpol_de start=/\v^%(\s*%([aA]rbeitsfrei\s+sind\s+auch|[aA]rbeitsfrei\s+ist\s+auch|[bB]ei\s+Meldeversäumnis|[bB]ei\s+jedem\s+Kontakt|[bB]eim\s+Folgekontakt|[bB]eim\s+Erstkontakt|[eE]in\s+Kontakt\s+ist|[tT]ermine\s+rücken|[bB]ei\s+Versäumnis|[aA]bstände\s+sind|[hH]erausgeberin|[eE]s\s+gilt\s+immer|[iI]m\s+Einzelfall|[kK]ontaktarten|[hH]erausgeber|[hH]ingenommen|[rR]ichtlinie|[gG]ültig\s+vom|[gG]ültig\s+ab|[uU]nmöglich|[aA]usnahme|[bB]eispiel|[eE]reignis|[kK]alender|[gG]ilt\s+für|[vV]erwende|[bB]egriff|[hH]inweis|[kK]ennung|[mM]erkmal|[tT]abelle|[qQ]uelle|[rR]egeln|[mM]enge|[sS]tand|[vV]on)%(\k|[-.‐‑]\k)@!)@=/ end=/\%$/ contains=kpolDeComment,kpolDeString,kpolDeCitation,kpolDeStatement,kpolDeBlock,kpolDeLogical,kpolDeComparison,kpolDeUnit,kpolDeOutcome,kpolDeBlockName,kpolDeDeclared,kpolDeName,kpolDeDate,kpolDeNumber,kpolDeArrow,kpolDeSign,kpolDeBullet,kpolDePipe,kpolDePunctuation
syntax region kpol_en start=/\v^%(\s*%([aA]t\s+follow[-‐‑]up\s+contact|[iI]n\s+the\s+single\s+case|[aA]\s+day\s+off\s+is\s+also|[dD]ays\s+off\s+are\s+also|[aA]t\s+every\s+contact|[aA]t\s+first\s+contact|[iI]n\s+a\s+single\s+case|[dD]ue\s+dates\s+roll|[iI]ntervals\s+are|[aA]\s+contact\s+is|[wW]hen\s+missed|[aA]pplies\s+to|[iI]mpossible|[vV]alid\s+from|[aA]ttribute|[eE]xception|[cC]alendar|[qQ]uantity|[eE]xample|[aA]ccept|[dD]efine|[eE]nsure|[iI]ssued|[iI]ssuer|[pP]olicy|[sS]ource|[eE]vent|[kK]inds|[rR]ules|[tT]able|[nN]ote|[uU]se|[iI]d|[oO]f)%(\k|[-.‐‑]\k)@!)@=/ end=/\%$/ contains=kpolEnComment,kpolEnString,kpolEnCitation,kpolEnStatement,kpolEnBlock,kpolEnLogical,kpolEnComparison,kpolEnUnit,kpolEnOutcome,kpolEnBlockName,kpolEnDeclared,kpolEnName,kpolEnDate,kpolEnNumber,kpolEnArrow,kpolEnSign,kpolEnBullet,kpolEnPipe,kpolEnPunctuation

highlight default link kpolComment Comment
highlight default link kpolString String
highlight default link kpolCitation Special
highlight default link kpolStatement Statement
highlight default link kpolBlock Structure
highlight default link kpolLogical Conditional
highlight default link kpolComparison Conditional
highlight default link kpolUnit Type
highlight default link kpolOutcome Keyword
highlight default link kpolBlockName Function
highlight default link kpolDeclared Identifier
highlight default link kpolDate Number
highlight default link kpolNumber Number
highlight default link kpolArrow Operator
highlight default link kpolSign Operator
highlight default link kpolBullet Delimiter
highlight default link kpolPipe Delimiter
highlight default link kpolDeComment Comment
highlight default link kpolDeString String
highlight default link kpolDeCitation Special
highlight default link kpolDeStatement Statement
highlight default link kpolDeBlock Structure
highlight default link kpolDeLogical Conditional
highlight default link kpolDeComparison Conditional
highlight default link kpolDeUnit Type
highlight default link kpolDeOutcome Keyword
highlight default link kpolDeBlockName Function
highlight default link kpolDeDeclared Identifier
highlight default link kpolDeDate Number
highlight default link kpolDeNumber Number
highlight default link kpolDeArrow Operator
highlight default link kpolDeSign Operator
highlight default link kpolDeBullet Delimiter
highlight default link kpolDePipe Delimiter
highlight default link kpolEnComment Comment
highlight default link kpolEnString String
highlight default link kpolEnCitation Special
highlight default link kpolEnStatement Statement
highlight default link kpolEnBlock Structure
highlight default link kpolEnLogical Conditional
highlight default link kpolEnComparison Conditional
highlight default link kpolEnUnit Type
highlight default link kpolEnOutcome Keyword
highlight default link kpolEnBlockName Function
highlight default link kpolEnDeclared Identifier
highlight default link kpolEnDate Number
highlight default link kpolEnNumber Number
highlight default link kpolEnArrow Operator
highlight default link kpolEnSign Operator
highlight default link kpolEnBullet Delimiter
highlight default link kpolEnPipe Delimiter

let b:current_syntax = 'kpol'
