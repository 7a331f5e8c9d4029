// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/syntax_lexer.h"

#include "ui/editor/word_byte.h"

#include <algorithm>

namespace studio {

namespace {

constexpr int firstStyle = 40; ///< below are Scintilla's own: line numbers, braces, …
constexpr int lastStyle = 126;
constexpr int firstRoleStyle = 128; ///< two for each SyntaxRole: the second one is that of a mutable
constexpr int endOfRoleStyles = firstRoleStyle + 2 * static_cast<int>(syntaxRoleClasses.size());

int bgr(const QColor &color)
{
    return color.red() | (color.green() << 8) | (color.blue() << 16);
}

/// Where each UTF-16 unit begins in UTF-8; one more entry for the end.
QList<int> byteOffsets(const QString &text)
{
    QList<int> offsets;
    offsets.reserve(text.size() + 1);
    int at = 0;
    for (const QChar unit : text) {
        offsets << at;
        // The two halves of a surrogate pair make four bytes together.
        at += unit.unicode() < 0x80 ? 1 : unit.unicode() < 0x800 ? 2 : unit.isSurrogate() ? 2 : 3;
    }
    offsets << at;
    return offsets;
}

bool isRoleStyle(char style)
{
    return static_cast<unsigned char>(style) >= firstRoleStyle && static_cast<unsigned char>(style) < endOfRoleStyles;
}

} // namespace

SyntaxLexer::SyntaxLexer(Syntaxes *syntaxes, const QString &fileName, SyntaxColours colours, QsciScintilla *editor)
    : QsciLexerCustom(editor)
    , m_syntaxes(syntaxes)
    , m_highlighter(syntaxes->highlighterFor(fileName))
    , m_colours(std::move(colours))
{
}

SyntaxLexer::~SyntaxLexer() = default;

void SyntaxLexer::setFileName(const QString &fileName)
{
    m_highlighter = m_syntaxes->highlighterFor(fileName);
}

QString SyntaxLexer::description(int style) const
{
    if (m_hasRoleStyles && style >= firstRoleStyle && style < endOfRoleStyles) {
        const QString name = syntaxRoleClasses[static_cast<std::size_t>(style - firstRoleStyle) / 2].name;
        return (style - firstRoleStyle) % 2 == 0 ? name : name + QStringLiteral(" mutable");
    }
    return style == 0 ? QStringLiteral("Default") : m_formats.value(style).name;
}

void SyntaxLexer::setColours(SyntaxColours colours)
{
    m_colours = std::move(colours);
    for (auto format = m_formats.cbegin(); format != m_formats.cend(); ++format) {
        defineStyle(format.key(), m_colours.style(format->id));
    }
    if (m_hasRoleStyles) {
        defineRoleStyles();
    }
}

int SyntaxLexer::styleOf(SyntaxRole role, SyntaxModifiers modifiers)
{
    if (!std::exchange(m_hasRoleStyles, true)) {
        defineRoleStyles();
    }
    const auto shown = static_cast<int>(modifiers.isUnsafe ? SyntaxRole::Unsafe : role);
    return firstRoleStyle + 2 * shown + (modifiers.isMutable ? 1 : 0);
}

void SyntaxLexer::defineRoleStyles()
{
    for (const SyntaxRoleClass &one : syntaxRoleClasses) {
        for (const bool isMutable : {false, true}) {
            defineStyle(styleOf(one.role, {.isMutable = isMutable}),
                        m_colours.style(one.role, {.isMutable = isMutable}));
        }
    }
}

int SyntaxLexer::styleOf(int format)
{
    const auto known = m_styles.constFind(format);
    if (known != m_styles.cend()) {
        return *known;
    }
    const int style = firstStyle + static_cast<int>(m_styles.size());
    if (style > lastStyle) {
        return 0;
    }
    m_styles.insert(format, style);
    m_formats.insert(style, m_syntaxes->format(format));
    defineStyle(style, m_colours.style(format));
    return style;
}

void SyntaxLexer::addView(QsciScintilla *view)
{
    m_views.removeIf([](const QPointer<QsciScintilla> &one) { return one.isNull(); });
    if (!m_views.contains(view)) {
        m_views << view;
    }
    for (auto format = m_formats.cbegin(); format != m_formats.cend(); ++format) {
        defineStyleIn(view, format.key(), m_colours.style(format->id));
    }
    if (m_hasRoleStyles) {
        defineRoleStyles();
    }
}

void SyntaxLexer::defineStyle(int style, const TextStyle &look)
{
    defineStyleIn(editor(), style, look);
    for (const QPointer<QsciScintilla> &view : std::as_const(m_views)) {
        if (view) {
            defineStyleIn(view, style, look);
        }
    }
}

void SyntaxLexer::defineStyleIn(QsciScintilla *view, int style, const TextStyle &look) const
{
    const QFont font = editor()->font();
    const auto number = static_cast<unsigned long>(style);
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETFONT, number, font.family().toUtf8().constData());
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETSIZEFRACTIONAL, number,
                        static_cast<long>(font.pointSizeF() * 100));
    const QColor background = m_colours.color(EditorColor::Background);
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETFORE, number, static_cast<long>(bgr(look.color)));
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETBACK, number, static_cast<long>(bgr(background)));
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETBOLD, number, static_cast<long>(look.isBold));
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETITALIC, number, static_cast<long>(look.isItalic));
    view->SendScintilla(QsciScintillaBase::SCI_STYLESETUNDERLINE, number, static_cast<long>(look.isUnderlined));
}

QByteArray SyntaxLexer::lineBytes(int line) const
{
    const long length = editor()->SendScintilla(QsciScintillaBase::SCI_LINELENGTH, static_cast<unsigned long>(line));
    QByteArray bytes(length, '\0');
    editor()->SendScintilla(QsciScintillaBase::SCI_GETLINE, static_cast<unsigned long>(line),
                            static_cast<void *>(bytes.data()));
    return bytes;
}

QByteArray SyntaxLexer::lineStyles(int line) const
{
    const long from =
        editor()->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    const long length = editor()->SendScintilla(QsciScintillaBase::SCI_LINELENGTH, static_cast<unsigned long>(line));
    QByteArray pairs(2 * length + 2, '\0'); // a byte and its style, in turn
    editor()->SendScintilla(QsciScintillaBase::SCI_GETSTYLEDTEXT, from, from + length, pairs.data());
    QByteArray styles(length, '\0');
    for (qsizetype at = 0; at < length; ++at) {
        styles[at] = pairs[2 * at + 1];
    }
    return styles;
}

QString SyntaxLexer::textOf(const QByteArray &bytes)
{
    qsizetype length = bytes.size();
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        --length;
    }
    return QString::fromUtf8(bytes.constData(), length);
}

void SyntaxLexer::applyParts(const QByteArray &bytes, const QString &text, const QList<FormattedPart> &parts)
{
    m_lineStyles.fill('\0', bytes.size());
    if (parts.isEmpty()) {
        return;
    }
    const bool isAscii = std::ranges::all_of(bytes, [](char byte) { return static_cast<signed char>(byte) >= 0; });
    const QList<int> offsets = isAscii ? QList<int>() : byteOffsets(text);
    const auto byteAt = [&](int unit) { return isAscii ? unit : offsets.value(unit, offsets.last()); };
    for (const FormattedPart &part : parts) {
        const qsizetype to = std::min<qsizetype>(byteAt(part.from + part.length), m_lineStyles.size());
        const auto style = static_cast<char>(styleOf(part.format));
        for (qsizetype at = byteAt(part.from); at < to; ++at) {
            m_lineStyles[at] = style;
        }
    }
}

bool SyntaxLexer::isCode(int style) const
{
    const auto format = m_formats.constFind(style);
    return format == m_formats.cend() || format->kind == TextKind::Code;
}

QList<TextKind> SyntaxLexer::kindsOf(int line, const QString &text) const
{
    QList<TextKind> kinds(text.size() + 1, TextKind::Code);
    for (const FormattedPart &part : m_highlighter->formatsOf(line, text + QLatin1Char('x'))) {
        const auto from = std::min<qsizetype>(part.from, kinds.size());
        const auto to = std::min<qsizetype>(part.from + part.length, kinds.size());
        std::fill(kinds.begin() + from, kinds.begin() + to, m_syntaxes->format(part.format).kind);
    }
    return kinds;
}

/// Scintilla's styles move with the text, so a word that was found by the server is still known by its old style, also
/// where it was typed in. It loses that where it is no code any more.
void SyntaxLexer::keepRoleStyles(const QByteArray &bytes, const QByteArray &before)
{
    for (qsizetype at = 0; at < bytes.size();) {
        qsizetype end = at;
        char kept = 0;
        while (end < bytes.size() && isWordByte(bytes[end])) {
            kept = kept == 0 && isRoleStyle(before[end]) ? before[end] : kept;
            ++end;
        }
        const bool isPlaceholder = at > 0 && bytes[at - 1] == '{'; // of a format string
        if (kept != 0 && (isPlaceholder || isCode(static_cast<unsigned char>(m_lineStyles[at])))) {
            std::fill(m_lineStyles.begin() + at, m_lineStyles.begin() + end, kept);
        }
        at = std::max(end, at + 1);
    }
}

void SyntaxLexer::styleLine(int line, QSpan<const StyledPart> parts)
{
    QsciScintilla *const view = editor();
    const long from = view->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    const long styled = view->SendScintilla(QsciScintillaBase::SCI_GETENDSTYLED);
    const QByteArray bytes = lineBytes(line);
    const long end = from + bytes.size();
    if (styled < end) {
        view->SendScintilla(QsciScintillaBase::SCI_COLOURISE, static_cast<unsigned long>(styled), end);
    }
    const long nowStyled = view->SendScintilla(QsciScintillaBase::SCI_GETENDSTYLED);
    if (line >= m_highlighter->knownLines() || nowStyled < end) {
        return;
    }
    const QString text = textOf(bytes);
    applyParts(bytes, text, m_highlighter->formatsOf(line, text));
    for (const StyledPart &part : parts) {
        const qsizetype to = std::clamp<qsizetype>(part.to, 0, m_lineStyles.size());
        for (qsizetype at = std::max(0, part.from); at < to; ++at) {
            m_lineStyles[at] = static_cast<char>(part.style);
        }
    }
    if (m_lineStyles != lineStyles(line)) { // each change is drawn again
        startStyling(static_cast<int>(from));
        view->SendScintilla(QsciScintillaBase::SCI_SETSTYLINGEX, static_cast<unsigned long>(bytes.size()),
                            m_lineStyles.constData());
        startStyling(static_cast<int>(nowStyled));
    }
}

void SyntaxLexer::styleText(int start, int end)
{
    QsciScintilla *const view = editor();
    const auto lineOf = [view](int position) {
        return static_cast<int>(
            view->SendScintilla(QsciScintillaBase::SCI_LINEFROMPOSITION, static_cast<unsigned long>(position)));
    };
    const int lines = view->lines();
    // What stands above must be known first: after a jump to the end of a file everything before it is styled once.
    int line = std::min(lineOf(start), m_highlighter->knownLines());
    const int last = lineOf(end);
    const long from = view->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    startStyling(static_cast<int>(from));
    if (m_highlighter->language().isEmpty()) { // at once
        view->SendScintilla(QsciScintillaBase::SCI_SETSTYLING, static_cast<unsigned long>(end - from), 0L);
        return;
    }
    QList<FormattedPart> parts;
    for (; line < lines; ++line) {
        const QByteArray bytes = lineBytes(line);
        const QString text = textOf(bytes);
        const bool endsOtherwise = m_highlighter->highlight(line, text, parts);
        applyParts(bytes, text, parts);
        if (m_hasRoleStyles) {
            keepRoleStyles(bytes, lineStyles(line));
        }
        view->SendScintilla(QsciScintillaBase::SCI_SETSTYLINGEX, static_cast<unsigned long>(bytes.size()),
                            m_lineStyles.constData());
        if (line >= last) {
            if (endsOtherwise) {
                m_highlighter->forgetLinesFrom(line + 1); // those begin otherwise now
                view->SendScintilla(QsciScintillaBase::SCI_STARTSTYLING, static_cast<unsigned long>(view->SendScintilla(
                                                                             QsciScintillaBase::SCI_POSITIONFROMLINE,
                                                                             static_cast<unsigned long>(line + 1))));
            }
            break;
        }
    }
}

} // namespace studio
