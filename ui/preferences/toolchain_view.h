// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace studio {

/// The Rust that was found on this machine, for ToolchainView. A plain value.
struct FoundToolchains
{
    struct One
    {
        QString name;   ///< "Rust 1.97.1 (system)"
        QString detail; ///< where it is, and what it compiles for
        bool isChosen = false;
    };
    QList<One> all;
    QString reason;  ///< why that one, or why none
    QString command; ///< that makes it better; empty for none
};

/// Which Rust was found, which one compiles and why, and the command that would make a better choice possible. Main
/// thread.
class ToolchainView : public QWidget
{
    Q_OBJECT

public:
    explicit ToolchainView(QWidget *parent = nullptr);

    void show(const FoundToolchains &found);
    void setRunning(bool isRunning); ///< the command that was asked for
    void showFailure(const QString &sentence);

Q_SIGNALS:
    void runRequested(const QString &command); ///< after the person has seen it
    void cancelRequested();
    void lookAgainRequested();

private:
    QVBoxLayout *m_rows;
    QLabel *m_reason;
    QLabel *m_command;
    QPushButton *m_run;
    QPushButton *m_copy;
    bool m_isRunning = false;
};

} // namespace studio
