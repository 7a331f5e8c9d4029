// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/compare_rows.h"
#include "ui/syntax/syntaxes.h"

#include <QPlainTextEdit>

#include <memory>

namespace studio {

/// One side of a file that differs: its lines with their numbers, in the colours of its language, what has changed
/// marked. Main thread.
class CompareView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit CompareView(const QString &name, QWidget *parent = nullptr);

    void setSyntaxes(std::shared_ptr<Syntaxes> syntaxes); ///< until then code has no colours
    /// `mark`: the colour of what has changed.
    void showRows(const QList<CompareRow> &rows, const QString &fileName, const QColor &mark);
    void showSentence(const QString &sentence);

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();
    void markRows();
    void colourRows();

    std::shared_ptr<Syntaxes> m_syntaxes;
    QList<CompareRow> m_rows;
    QString m_fileName;
    QColor m_mark;
    int m_digits = 0; ///< of a line number
};

} // namespace studio
