// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/line_changes.h"
#include "core/model/text_change.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>
#include <stop_token>

class QPainter;
class QRect;

namespace studio {

class ChangePopup;
class CodeEditor;
class CommittedTexts;

/// Marks in a margin beside the lines that differ from git's last commit: a bar for added ones, a hatched bar for
/// changed ones, a triangle where some were removed. They move with the text and are found anew when typing pauses. A
/// click shows what was there. Main thread; texts are compared by a process, which an edit ends.
class ChangeMarks final : public QObject
{
    Q_OBJECT

public:
    static constexpr int margin = 4; ///< of Scintilla, beside the text
    static constexpr int marginWidth = 7;

    ChangeMarks(CodeEditor *editor, CommittedTexts *committed); ///< `editor` owns it
    ~ChangeMarks() override;

    [[nodiscard]] const QList<git::LineChange> &changes() const { return m_changes; }
    [[nodiscard]] bool isCurrent() const; ///< changes() is about the text as it is
    [[nodiscard]] bool hasCommitted() const { return m_before.has_value(); }
    [[nodiscard]] ChangePopup *popup() const;
    [[nodiscard]] QString tipAt(int line) const; ///< from 0; empty for none

    void goToChange(bool forward); ///< the next one from the caret, around the end, and shows it
    void revert(int index);        ///< one step of undo
    void revertAtCaret();

Q_SIGNALS:
    void found(); ///< changes() is another, or is about the text as it is now

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QCoro::Task<void> load();
    QCoro::Task<void> compare();
    void takeEdit(const TextChange &change);
    void setChanges(QList<git::LineChange> changes);
    void show(int index);
    void showWanted();
    [[nodiscard]] int indexAt(int line) const; ///< -1 for none
    [[nodiscard]] int marginLeft() const;
    [[nodiscard]] int topOf(int line) const; ///< in the viewport; one behind the last line is its bottom
    void paint(QPainter &painter, const QRect &area) const;

    CodeEditor *m_editor;
    CommittedTexts *m_committed;
    QString m_path;                     ///< what m_before is of
    std::optional<QByteArray> m_before; ///< the committed text
    QList<git::LineChange> m_changes;
    QPointer<ChangePopup> m_popup;
    QTimer m_pause;
    int m_lines = 0;      ///< of the text, as m_changes was moved
    int m_version = 0;    ///< of the text
    int m_compared = -1;  ///< the version that m_changes is about
    int m_loading = 0;    ///< calls of load()
    int m_generation = 0; ///< of m_before
    bool m_isComparing = false;
    bool m_hasFailed = false;        ///< the last comparison
    std::stop_source m_stop;         ///< of the comparison under way
    std::optional<int> m_wantedLine; ///< to be shown once changes() is current
};

} // namespace studio
