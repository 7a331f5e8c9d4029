// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/crate_verdict.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace studio {

class CrateTrials;
class TrustQuestion;

/// What one crate would cost, or costs: the verdicts that are known of it, and a button to find them out. It follows
/// the trials. Main thread.
class VerdictView : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictView(QWidget *parent = nullptr);

    void setTrials(CrateTrials *trials); ///< null: nothing is shown
    /// `version`: the one that would be used, where it is known. `canTry`: false for one that the compiler injects, and
    /// while Cargo.toml cannot be read.
    void setCrate(const Dependency &crate, const QString &version, bool canTry);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showAll();
    void showVerdicts();
    void showProgress();
    void press();
    void begin();
    [[nodiscard]] QStringList lines(bool *hasFailed) const;
    [[nodiscard]] bool isPending() const;

    QPointer<CrateTrials> m_trials;
    Dependency m_crate;
    QString m_version;
    bool m_canTry = false;
    bool m_asks = false; ///< whether what runs may run
    QPushButton *m_button;
    QPushButton *m_stop;
    TrustQuestion *m_question;
    QLabel *m_refused;
    QLabel *m_step;
    QProgressBar *m_bar;
    QLabel *m_result;
};

} // namespace studio
