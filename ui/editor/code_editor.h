// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/text_matches.h"

#include <Qsci/qsciscintilla.h>

namespace KSyntaxHighlighting {
class Repository;
}

namespace studio {

class SyntaxLexer;

/// A text editor for code. Main thread.
class CodeEditor final : public QsciScintilla
{
    Q_OBJECT

public:
    CodeEditor(KSyntaxHighlighting::Repository *repository, const QString &fileName, QWidget *parent = nullptr);

    /// Line from 1; column from 1, 0 for the line's first word.
    void goTo(int line, int column);
    /// Underlines a place; `isError` says in which colour, and with which mark in the margin.
    void markProblem(int line, int column, int endLine, int endColumn, bool isError, const QString &message);
    void clearProblems();
    /// What a search found, all of it. Offsets in bytes.
    void markMatches(const QList<TextMatch> &matches);
    void toggleComment();
    void duplicateLine();
    /// Replaces everything as one step of undo, and keeps the caret where it was.
    void replaceText(const QString &text);

protected:
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void applyTheme();
    [[nodiscard]] QString problemAt(const QPoint &point) const;

    struct Problem
    {
        int from = 0; ///< bytes
        int to = 0;
        QString message;
    };

    SyntaxLexer *m_lexer;
    QString m_commentMark;
    QList<Problem> m_problems;
    bool m_applying = false;
};

} // namespace studio
