// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/markdown_view.h"

#include "ui/common/fonts.h"

#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>

namespace studio {

namespace {

constexpr int documentMargin = 8;

QTextBlockFormat spaced(int above, int below)
{
    QTextBlockFormat format;
    format.setTopMargin(above);
    format.setBottomMargin(below);
    return format;
}

/// Qt takes the desktop's own fixed font for code, and gives a block of it no look of its own.
void format(QTextDocument *document)
{
    const QFont code = monospaceFont();
    QTextCursor cursor(document);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        const bool isFenced = block.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            if (!isFenced && !part.fragment().charFormat().fontFixedPitch()) {
                continue;
            }
            QTextCharFormat format;
            format.setFontFamilies(code.families());
            format.setFontPointSize(code.pointSizeF());
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
        if (block.blockFormat().headingLevel() > 0) { // of the size of the text: it is a note, not a page
            QTextCharFormat format;
            format.setProperty(QTextFormat::FontSizeAdjustment, 0);
            cursor.setPosition(block.position());
            cursor.setPosition(block.position() + block.length() - 1, QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
        if (isFenced) {
            const bool isFirst = !block.previous().blockFormat().hasProperty(QTextFormat::BlockCodeFence);
            const bool isLast = !block.next().blockFormat().hasProperty(QTextFormat::BlockCodeFence);
            QTextBlockFormat format = spaced(isFirst ? 2 : 0, isLast ? 4 : 0);
            format.setNonBreakableLines(false);
            QTextCursor(block).mergeBlockFormat(format);
        }
    }
}

bool isCode(const QTextDocument *document, int position)
{
    QTextCursor cursor(document->findBlock(position));
    cursor.setPosition(position + 1);
    return cursor.charFormat().fontFixedPitch() || cursor.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
}

/// rustdoc finds "[Path]" and "[text][path]" by their names; what is left of them here is the text.
void resolveReferences(QTextDocument *document)
{
    static const QRegularExpression reference(QStringLiteral(R"((?<!\w)\[([^\[\]]+)\](\[[^\[\]]*\])?)"));
    static const QRegularExpression path(QStringLiteral(R"(^[A-Za-z_][\w:]*(!|\(\))?$)"));
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QList<QRegularExpressionMatch> all;
        for (const QRegularExpressionMatch &match : reference.globalMatch(block.text())) {
            all.prepend(match); // from the last, so that the places before it stay
        }
        for (const QRegularExpressionMatch &match : std::as_const(all)) {
            const int start = block.position() + static_cast<int>(match.capturedStart());
            const int end = block.position() + static_cast<int>(match.capturedEnd(1));
            const bool isName = path.match(match.captured(1)).hasMatch() || isCode(document, start + 1);
            if (isCode(document, start) || (!isName && match.capturedLength(2) <= 0)) {
                continue;
            }
            QTextCursor cursor(document);
            cursor.setPosition(end);
            cursor.setPosition(block.position() + static_cast<int>(match.capturedEnd()), QTextCursor::KeepAnchor);
            cursor.removeSelectedText();
            cursor.setPosition(start);
            cursor.deleteChar();
        }
    }
}

} // namespace

MarkdownView::MarkdownView(QWidget *parent) : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(documentMargin);
}

void MarkdownView::showMarkdown(const QString &markdown)
{
    document()->setDefaultFont(interfaceFont());
    document()->setMarkdown(markdown.first(std::min(markdown.size(), maxCharacters)),
                            QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                QTextDocument::MarkdownNoHTML);
    format(document());
    resolveReferences(document());
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0); // with the margin above the first line
}

QVariant MarkdownView::loadResource(int type, const QUrl &name)
{
    Q_UNUSED(type)
    Q_UNUSED(name)
    return QByteArray();
}

} // namespace studio
