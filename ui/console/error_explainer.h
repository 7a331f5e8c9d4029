// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QDialog>
#include <QPointer>

#include <functional>
#include <stop_token>

class QLabel;
class QPushButton;
class QTextBrowser;

namespace studio {

class DiagnosticExplanations;

/// Shows what rustc says about an error code. It is there at once, and filled when rustc has answered; to close it
/// before asks rustc no longer. Main thread.
class ErrorExplanation final : public QDialog
{
    Q_OBJECT

public:
    using Ask = std::function<Task<QString>(QString code, std::stop_token stop)>;

    ErrorExplanation(const QString &code, const Ask &ask, QWidget *parent = nullptr);
    ~ErrorExplanation() override;

    [[nodiscard]] bool isWaiting() const { return m_isWaiting; }
    [[nodiscard]] QString text() const; ///< as shown: the explanation, or why there is none

private:
    QCoro::Task<void> load(QString code, Ask ask);

    QLabel *m_state;
    QTextBrowser *m_text;
    QPushButton *m_close;
    std::stop_source m_stop;
    bool m_isWaiting = true;
};

/// Opens the explanation of a code over a widget's window, in the place of `last`, which is the new one afterwards.
void showErrorExplanation(const QString &code, DiagnosticExplanations *explanations, QWidget *over,
                          QPointer<ErrorExplanation> &last);

} // namespace studio
