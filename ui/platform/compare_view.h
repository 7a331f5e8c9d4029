// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/compare_rows.h"
#include "ui/syntax/syntaxes.h"

#include <QBasicTimer>
#include <QPlainTextEdit>
#include <QTextLayout>

#include <memory>

namespace studio {

class SyntaxColours;

/// One side of a file that differs: its lines with their numbers, in the colours of its language, what has changed
/// marked. Main thread.
class CompareView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit CompareView(const QString &name, QWidget *parent = nullptr);
    ~CompareView() override;

    void setSyntaxes(std::shared_ptr<Syntaxes> syntaxes); ///< until then code has no colours
    /// `mark`: the colour of what has changed.
    void showRows(const QList<CompareRow> &rows, const QString &fileName, const QColor &mark);
    void showSentence(const QString &sentence);

protected:
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void draw();
    void markRows();
    void colourRows();
    void colourSlice();
    [[nodiscard]] QList<QTextLayout::FormatRange> formatsOf(const CompareRow &row);

    std::shared_ptr<Syntaxes> m_syntaxes;
    QList<CompareRow> m_rows;
    QString m_fileName;
    QColor m_mark;
    int m_digits = 0;                               ///< of a line number
    std::unique_ptr<LineHighlighter> m_highlighter; ///< of the file; null without syntaxes
    std::unique_ptr<SyntaxColours> m_colours;       ///< likewise
    qsizetype m_coloured = 0;                       ///< rows
    int m_line = 0;                                 ///< of the file, that is coloured next
    QBasicTimer m_slice;                            ///< runs until all rows are
};

} // namespace studio
