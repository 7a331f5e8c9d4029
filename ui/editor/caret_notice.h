// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace studio {

class CodeEditor;

/// A sentence about the caret's place, such as that nothing can be renamed there: a tip below the caret, which a screen
/// reader reads out. It goes with the next key or click, and after some seconds. Main thread.
class CaretNotice final : public QObject
{
    Q_OBJECT

public:
    static void show(CodeEditor *editor, const QString &sentence); ///< in the place of the one before

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    CaretNotice(CodeEditor *editor, const QString &text);

    void hide();

    QString m_text; ///< as the tip has it
};

} // namespace studio
