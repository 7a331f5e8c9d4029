// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/compare_view.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/platform/words.h"
#include "ui/syntax/syntax_colours.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QTextBlock>
#include <QTimerEvent>

namespace studio {

namespace {

constexpr qint64 sliceMs = 5;
constexpr double lineShare = 0.14; ///< of the colour of a mark, in a line that has changed
constexpr double wordShare = 0.4;  ///< in what of it has
constexpr int gapWidth = 2;        ///< columns between a line's number and its text

QColor blended(const QColor &over, double share)
{
    const QColor under = Theme::current().surface;
    const auto mix = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share)); };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue())};
}

} // namespace

CompareView::CompareView(const QString &name, QWidget *parent) : QPlainTextEdit(parent)
{
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setFont(monospaceFont());
    setAccessibleName(name);
}

CompareView::~CompareView() = default;

void CompareView::setSyntaxes(std::shared_ptr<Syntaxes> syntaxes)
{
    m_syntaxes = std::move(syntaxes);
    colourRows();
}

void CompareView::showSentence(const QString &sentence)
{
    m_rows.clear();
    m_slice.stop();
    setPlainText(sentence);
}

void CompareView::showRows(const QList<CompareRow> &rows, const QString &fileName, const QColor &mark)
{
    m_rows = rows;
    m_fileName = fileName;
    m_mark = mark;
    m_digits = static_cast<int>(QString::number(rows.size()).size());
    draw();
}

void CompareView::draw()
{
    QStringList text;
    for (const CompareRow &row : std::as_const(m_rows)) {
        text << (row.number > 0 ? QString::number(row.number).rightJustified(m_digits) : QString(m_digits, u' ')) +
                    QString(gapWidth, u' ') + oneLine(row.text);
    }
    setPlainText(text.join(u'\n'));
    markRows();
    colourRows();
    moveCursor(QTextCursor::Start);
}

void CompareView::markRows()
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].isChanged) {
            QTextBlockFormat format;
            format.setBackground(m_rows[i].number > 0 ? blended(m_mark, lineShare)
                                                      : blended(Theme::current().border, 0.4));
            cursor.setPosition(document()->findBlockByNumber(static_cast<int>(i)).position());
            cursor.setBlockFormat(format);
        }
    }
    cursor.endEditBlock();
}

/// The colours of the language below, the marks of words above them. The document's text stays what it is. A file may
/// have tens of thousands of lines, so it is done in slices.
void CompareView::colourRows()
{
    m_highlighter = m_syntaxes ? m_syntaxes->highlighterFor(m_fileName) : nullptr;
    m_colours = m_syntaxes ? std::make_unique<SyntaxColours>(*m_syntaxes, QString(), Theme::current().dark) : nullptr;
    m_coloured = 0;
    m_line = 0;
    colourSlice();
}

void CompareView::colourSlice()
{
    QTextBlock block = document()->findBlockByNumber(static_cast<int>(m_coloured));
    QElapsedTimer time;
    time.start();
    for (; m_coloured < m_rows.size() && block.isValid(); ++m_coloured, block = block.next()) {
        if (time.elapsed() >= sliceMs) {
            m_slice.start(0, this);
            return;
        }
        if (m_rows[m_coloured].number > 0) { // a gap is no line of the file
            block.layout()->setFormats(formatsOf(m_rows[m_coloured]));
            document()->markContentsDirty(block.position(), block.length());
        }
    }
    m_slice.stop();
}

QList<QTextLayout::FormatRange> CompareView::formatsOf(const CompareRow &row)
{
    const int offset = m_digits + gapWidth;
    QTextCharFormat number;
    number.setForeground(Theme::current().muted);
    QList<QTextLayout::FormatRange> ranges{{0, m_digits, number}};
    QList<FormattedPart> parts;
    if (m_highlighter) {
        m_highlighter->highlight(m_line++, row.text, parts);
    }
    for (const FormattedPart &part : std::as_const(parts)) {
        const TextStyle style = m_colours->style(part.format);
        QTextCharFormat format;
        if (style.color.isValid()) {
            format.setForeground(style.color);
        }
        format.setFontItalic(style.isItalic);
        format.setFontWeight(style.isBold ? QFont::Bold : QFont::Normal);
        ranges.append({offset + part.from, part.length, format});
    }
    QTextCharFormat word;
    word.setBackground(blended(m_mark, wordShare));
    for (const LinePart &part : row.changed) {
        ranges.append({offset + part.from, part.length, word});
    }
    return ranges;
}

void CompareView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_slice.timerId()) {
        colourSlice();
    } else {
        QPlainTextEdit::timerEvent(event);
    }
}

void CompareView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_rows.isEmpty()) {
        markRows();
        colourRows();
    }
}

} // namespace studio
