// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/syntax_lexer.h"

#include <KSyntaxHighlighting/Format>

#include <algorithm>

namespace studio {

namespace {

constexpr int firstStyle = 40; ///< below are Scintilla's own: line numbers, braces, …
constexpr int lastStyle = 126;
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
    return style == 0 ? QStringLiteral("Default") : m_formats.value(style).name();
}

void SyntaxLexer::setColours(SyntaxColours colours)
{
    m_colours = std::move(colours);
    for (auto format = m_formats.cbegin(); format != m_formats.cend(); ++format) {
        defineStyle(format.key(), format.value());
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
    defineStyle(style, format);
    return style;
}

void SyntaxLexer::defineStyle(int style, const KSyntaxHighlighting::Format &format)
{
    QsciScintilla *const view = editor();
    const TextStyle look = m_colours.style(format);
    const QFont font = view->font();
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
        qsizetype length = bytes.size();
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            --length;
        }
        m_lineStyles.fill('\0', bytes.size());
        const auto before = line > 0 ? m_states[line - 1] : KSyntaxHighlighting::State();
        auto after = before;
        if (length <= longestLine && definition().isValid()) {
            const QString text = QString::fromUtf8(bytes.constData(), length);
            m_byteOffsets = text.size() == length ? QList<int>() : byteOffsets(text);
            after = highlightLine(text, before);
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
