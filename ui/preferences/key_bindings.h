// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preferences/preferences.h"

#include <QAction>
#include <QHash>
#include <QPointer>

namespace studio {

/// Gives the actions the keys that the person has set, and their usual ones where nothing is set. Main thread.
class KeyBindings : public QObject
{
    Q_OBJECT

public:
    /// The actions have their usual keys now, and an objectName() each. `preferences` outlives it.
    KeyBindings(const QList<QAction *> &actions, Preferences *preferences, QObject *parent = nullptr);

    [[nodiscard]] QList<QAction *> actions() const;
    [[nodiscard]] QList<QKeySequence> usual(const QAction *action) const { return m_usual.value(action); }
    [[nodiscard]] bool isSet(const QAction *action) const;
    /// Which other action has the keys; null for none.
    [[nodiscard]] QAction *holderOf(const QKeySequence &keys, const QAction *besides = nullptr) const;

    /// No keys: none any more.
    Result<void> set(const QAction *action, const QKeySequence &keys);
    Result<void> reset(const QAction *action);

Q_SIGNALS:
    void changed();

private:
    void apply();

    QList<QPointer<QAction>> m_actions;
    QHash<const QAction *, QList<QKeySequence>> m_usual;
    Preferences *m_preferences;
};

} // namespace studio
