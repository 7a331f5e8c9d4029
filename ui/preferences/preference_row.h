// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preferences/preferences.h"

#include <QWidget>

#include <functional>
#include <utility>

class QLabel;
class QToolButton;

namespace studio {

/// One setting in the dialog: its title, what it is set to, a sentence about it, and a button that sets it back. What
/// is changed holds at once. Main thread.
class PreferenceRow : public QWidget
{
    Q_OBJECT

public:
    /// `preferences` outlives it. `known`: values of a text to choose from, with what they are called; else it is
    /// typed.
    PreferenceRow(const Preference &preference, Preferences *preferences,
                  const QList<std::pair<QString, QString>> &known = {}, QWidget *parent = nullptr);

    [[nodiscard]] const Preference &preference() const { return m_preference; }
    void setScope(Preferences::Scope scope); ///< whose value is shown and set
    /// Whether all the words are in its texts or its id.
    [[nodiscard]] bool matches(const QStringList &words) const;

Q_SIGNALS:
    void refused(const QString &sentence);

private:
    QWidget *makeControl(const QList<std::pair<QString, QString>> &known);
    QWidget *makeSwitch();
    QWidget *makeNumber();
    QWidget *makeChoice(const QList<std::pair<QString, QString>> &choices);
    QWidget *makeText();
    void show();
    void set(const Json &value);

    Preference m_preference;
    Preferences *m_preferences;
    Preferences::Scope m_scope = Preferences::Scope::Person;
    QLabel *m_title = nullptr; ///< null where the control has it
    QLabel *m_help;
    std::function<void(const Json &)> m_showValue; ///< in the control, without setting it
    QWidget *m_control;                            ///< whose maker sets m_showValue
    QToolButton *m_reset;
};

} // namespace studio
