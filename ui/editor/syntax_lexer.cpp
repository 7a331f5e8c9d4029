// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/syntax_lexer.h"

#include "ui/editor/line_kinds.h"
#include "ui/editor/word_byte.h"

#include <KSyntaxHighlighting/Format>

#include <algorithm>

namespace studio {

namespace {

constexpr int firstStyle = 40; ///< below are Scintilla's own: line numbers, braces, …
constexpr int lastStyle = 126;
constexpr int firstRoleStyle = 128; ///< two for each SyntaxRole: the second one is that of a mutable
constexpr int endOfRoleStyles = firstRoleStyle + 2 * static_cast<int>(syntaxRoleClasses.size());
constexpr int longestLine = 4'000; ///< in bytes; a longer one (a minified file) is left plain

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

SyntaxLexer::SyntaxLexer(KSyntaxHighlighting::Repository *repository, const QString &fileName, SyntaxColours colours,
                         QsciScintilla *editor)
    : QsciLexerCustom(editor), m_repository(repository), m_colours(std::move(colours))
{
    setDefinition(repository->definitionForFileName(fileName));
}

void SyntaxLexer::setFileName(const QString &fileName)
{
    m_states.clear();
    setDefinition(m_repository->definitionForFileName(fileName));
}

QString SyntaxLexer::description(int style) const
{
    if (m_hasRoleStyles && style >= firstRoleStyle && style < endOfRoleStyles) {
        const QString name = syntaxRoleClasses[static_cast<std::size_t>(style - firstRoleStyle) / 2].name;
        return (style - firstRoleStyle) % 2 == 0 ? name : name + QStringLiteral(" mutable");
    }
    return style == 0 ? QStringLiteral("Default") : m_formats.value(style).name();
}

void SyntaxLexer::setColours(SyntaxColours colours)
{
    m_colours = std::move(colours);
    for (auto format = m_formats.cbegin(); format != m_formats.cend(); ++format) {
        defineStyle(format.key(), m_colours.style(format.value()));
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

int SyntaxLexer::styleOf(const KSyntaxHighlighting::Format &format)
{
    const auto known = m_styles.constFind(format.id());
    if (known != m_styles.cend()) {
        return *known;
    }
    const int style = firstStyle + static_cast<int>(m_styles.size());
    if (style > lastStyle) {
        return 0;
    }
    m_styles.insert(format.id(), style);
    m_formats.insert(style, format);
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
        defineStyleIn(view, format.key(), m_colours.style(format.value()));
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
    const QColor background = m_colours.color(KSyntaxHighlighting::Theme::BackgroundColor);
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

KSyntaxHighlighting::State SyntaxLexer::highlightBytes(const QByteArray &bytes,
                                                       const KSyntaxHighlighting::State &before)
{
    qsizetype length = bytes.size();
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        --length;
    }
    m_lineStyles.fill('\0', bytes.size());
    if (length > longestLine || !definition().isValid()) {
        return before;
    }
    const QString text = QString::fromUtf8(bytes.constData(), length);
    m_byteOffsets = text.size() == length ? QList<int>() : byteOffsets(text);
    return highlightLine(text, before);
}

bool SyntaxLexer::isCode(int style) const
{
    const auto format = m_formats.constFind(style);
    return format == m_formats.cend() || kindOf(*format) == TextKind::Code;
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
    if (line >= m_states.size() || nowStyled < end) {
        return;
    }
    highlightBytes(bytes, stateBefore(line));
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
    int line = std::min(lineOf(start), static_cast<int>(m_states.size()));
    const int last = lineOf(end);
    const long from = view->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    startStyling(static_cast<int>(from));
    for (; line < lines; ++line) {
        const QByteArray bytes = lineBytes(line);
        const auto before = line > 0 ? m_states[line - 1] : KSyntaxHighlighting::State();
        const auto after = highlightBytes(bytes, before);
        if (m_hasRoleStyles) {
            keepRoleStyles(bytes, lineStyles(line));
        }
        view->SendScintilla(QsciScintillaBase::SCI_SETSTYLINGEX, static_cast<unsigned long>(bytes.size()),
                            m_lineStyles.constData());
        const bool isKnown = line < m_states.size();
        const bool isAsBefore = isKnown && m_states[line] == after;
        if (isKnown) {
            m_states[line] = after;
        } else {
            m_states.append(after);
        }
        if (line >= last) {
            if (isKnown && !isAsBefore) {
                m_states.resize(line + 1); // those below begin otherwise now
                view->SendScintilla(QsciScintillaBase::SCI_STARTSTYLING, static_cast<unsigned long>(view->SendScintilla(
                                                                             QsciScintillaBase::SCI_POSITIONFROMLINE,
                                                                             static_cast<unsigned long>(line + 1))));
            }
            break;
        }
    }
}

void SyntaxLexer::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    const int from = m_byteOffsets.isEmpty() ? offset : m_byteOffsets.value(offset);
    const int to = m_byteOffsets.isEmpty()
                       ? offset + length
                       : m_byteOffsets.value(offset + length, static_cast<int>(m_lineStyles.size()));
    const auto style = static_cast<char>(styleOf(format));
    for (int at = from; at < std::min<int>(to, static_cast<int>(m_lineStyles.size())); ++at) {
        m_lineStyles[at] = style;
    }
}

} // namespace studio
