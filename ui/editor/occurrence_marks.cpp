// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/occurrence_marks.h"

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr std::chrono::milliseconds restInterval{120};
constexpr long linesAround = 200; ///< above and below what is visible
constexpr long maxWordBytes = 200;
constexpr long maxWholeBytes = 1 << 20; ///< of a text that is searched as a whole
constexpr qsizetype maxMarks = 5'000;

} // namespace

OccurrenceMarks::OccurrenceMarks(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    editor->SendScintilla(Sci::SCI_INDICSETSTYLE, word(indicator), static_cast<long>(Sci::INDIC_STRAIGHTBOX));
    editor->SendScintilla(Sci::SCI_INDICSETUNDER, word(indicator), 1L);
    m_timer.setSingleShot(true);
    m_timer.setInterval(restInterval);
    connect(&m_timer, &QTimer::timeout, this, &OccurrenceMarks::mark);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, &m_timer, [this](int updated) {
        if ((updated & (Sci::SC_UPDATE_SELECTION | Sci::SC_UPDATE_CONTENT | Sci::SC_UPDATE_V_SCROLL)) != 0) {
            m_timer.start();
        }
    });
}

QByteArray OccurrenceMarks::wordAtCaret() const
{
    const long caret = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    const long start = m_editor->SendScintilla(Sci::SCI_WORDSTARTPOSITION, word(caret), 1L);
    const long end = m_editor->SendScintilla(Sci::SCI_WORDENDPOSITION, word(caret), 1L);
    const bool isSelected = m_editor->SendScintilla(Sci::SCI_GETSELECTIONEMPTY) == 0;
    if (isSelected || end <= start || end - start > maxWordBytes) {
        return {};
    }
    return m_editor->text(static_cast<int>(start), static_cast<int>(end)).toUtf8();
}

void OccurrenceMarks::clear()
{
    if (m_isMarked) {
        m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, word(indicator));
        m_editor->SendScintilla(Sci::SCI_INDICATORCLEARRANGE, 0UL, m_editor->SendScintilla(Sci::SCI_GETLENGTH));
        m_isMarked = false;
        Q_EMIT marked({});
    }
}

void OccurrenceMarks::mark()
{
    clear();
    const QByteArray wanted = wordAtCaret();
    if (wanted.isEmpty()) {
        return;
    }
    const auto lineAt = [this](long visible) {
        return m_editor->SendScintilla(Sci::SCI_DOCLINEFROMVISIBLE, word(std::max(0L, visible)));
    };
    const long top = m_editor->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
    const long shown = m_editor->SendScintilla(Sci::SCI_LINESONSCREEN);
    const long length = m_editor->SendScintilla(Sci::SCI_GETLENGTH);
    const bool isWhole = length <= maxWholeBytes;
    const long from = isWhole ? 0 : m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(lineAt(top - linesAround)));
    const long to = isWhole
                        ? length
                        : m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(lineAt(top + shown + linesAround)));
    QList<int> lines;
    m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, word(indicator));
    m_editor->SendScintilla(Sci::SCI_SETSEARCHFLAGS, word(Sci::SCFIND_MATCHCASE | Sci::SCFIND_WHOLEWORD));
    m_editor->SendScintilla(Sci::SCI_SETTARGETRANGE, word(from), to);
    while (lines.size() < maxMarks &&
           m_editor->SendScintilla(Sci::SCI_SEARCHINTARGET, word(wanted.size()), wanted.constData()) >= 0) {
        const long found = m_editor->SendScintilla(Sci::SCI_GETTARGETSTART);
        const long end = m_editor->SendScintilla(Sci::SCI_GETTARGETEND);
        m_editor->SendScintilla(Sci::SCI_INDICATORFILLRANGE, word(found), end - found);
        m_editor->SendScintilla(Sci::SCI_SETTARGETRANGE, word(end), to);
        lines << static_cast<int>(m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(found)));
        m_isMarked = true;
    }
    Q_EMIT marked(lines);
}

} // namespace studio
