// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_format.h"

#include "ui/editor/indentation.h"

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr int maxSampleBytes = 1 << 20; ///< of a text, from which its indentation is guessed

} // namespace

void EditorFormat::load(const QString &path)
{
    m_format = textFormatOf(path, m_editor->text(0, std::min(m_editor->length(), maxSampleBytes)));
    m_editor->setIndentationsUseTabs(m_format.indent.usesTabs);
    m_editor->setIndentationWidth(m_format.indent.width);
    m_editor->setTabWidth(m_format.indent.tabWidth);
    if (m_format.lineEnd && m_editor->lines() == 1) {
        setLineEnd(*m_format.lineEnd);
    }
}

LineEnd EditorFormat::lineEnd() const
{
    switch (m_editor->eolMode()) {
    case QsciScintilla::EolWindows:
        return LineEnd::CrLf;
    case QsciScintilla::EolMac:
        return LineEnd::Cr;
    case QsciScintilla::EolUnix:
        break;
    }
    return LineEnd::Lf;
}

void EditorFormat::setLineEnd(LineEnd end)
{
    m_editor->setEolMode(end == LineEnd::CrLf ? QsciScintilla::EolWindows
                         : end == LineEnd::Cr ? QsciScintilla::EolMac
                                              : QsciScintilla::EolUnix);
}

void EditorFormat::convertLineEnds(LineEnd end)
{
    setLineEnd(end);
    m_editor->beginUndoAction();
    m_editor->convertEols(m_editor->eolMode());
    m_editor->endUndoAction();
}

void EditorFormat::cleanBeforeSave()
{
    if (m_editor->isReadOnly()) {
        return;
    }
    m_editor->beginUndoAction();
    if (m_format.trimsTrailingWhitespace) {
        trimLines();
    }
    if (m_format.insertsFinalNewline) {
        endLastLine();
    }
    m_editor->endUndoAction();
}

void EditorFormat::trimLines()
{
    for (int line = 0; line < m_editor->lines(); ++line) {
        const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line));
        const long end = m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line));
        long last = end;
        const auto charBefore = [&] { return m_editor->SendScintilla(Sci::SCI_GETCHARAT, word(last - 1)); };
        while (last > start && (charBefore() == ' ' || charBefore() == '\t')) {
            --last;
        }
        if (last < end) {
            m_editor->SendScintilla(Sci::SCI_DELETERANGE, word(last), end - last);
        }
    }
}

void EditorFormat::endLastLine()
{
    const long length = m_editor->SendScintilla(Sci::SCI_GETLENGTH);
    const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(m_editor->lines() - 1));
    if (start < length) {
        const QByteArray end = lineEndOf(*m_editor);
        m_editor->SendScintilla(Sci::SCI_SETTARGETRANGE, word(length), length);
        m_editor->SendScintilla(Sci::SCI_REPLACETARGET, word(end.size()), end.constData());
    }
}

} // namespace studio
