// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/key_bindings.h"

#include "ui/common/action.h"

namespace studio {

namespace {

/// What setActionTip() was told.
QString wordsOf(const QAction *action)
{
    const QString keys = QStringLiteral(" (%1)").arg(action->shortcut().toString(QKeySequence::NativeText));
    return action->toolTip().endsWith(keys) ? action->toolTip().chopped(keys.size()) : action->toolTip();
}

} // namespace

KeyBindings::KeyBindings(const QList<QAction *> &actions, Preferences *preferences, QObject *parent)
    : QObject(parent), m_preferences(preferences)
{
    for (QAction *const action : actions) {
        if (!action->objectName().isEmpty() && !action->menu()) {
            m_actions.append(action);
            m_usual.insert(action, action->shortcuts());
        }
    }
    connect(preferences, &Preferences::keysChanged, this, &KeyBindings::apply);
    if (!preferences->keys().isEmpty()) {
        apply();
    }
}

QList<QAction *> KeyBindings::actions() const
{
    QList<QAction *> there;
    for (const auto &action : m_actions) {
        if (action) {
            there << action;
        }
    }
    return there;
}

bool KeyBindings::isSet(const QAction *action) const
{
    return m_preferences->keys().contains(action->objectName());
}

QAction *KeyBindings::holderOf(const QKeySequence &keys, const QAction *besides) const
{
    for (const auto &action : m_actions) {
        if (action && action != besides && !keys.isEmpty() && action->shortcuts().contains(keys)) {
            return action;
        }
    }
    return nullptr;
}

Result<void> KeyBindings::set(const QAction *action, const QKeySequence &keys)
{
    const QList<QKeySequence> usual = m_usual.value(action);
    if (keys == usual.value(0)) {
        return reset(action);
    }
    return m_preferences->setKey(action->objectName(), keys.toString(QKeySequence::PortableText));
}

Result<void> KeyBindings::reset(const QAction *action)
{
    return m_preferences->setKey(action->objectName(), std::nullopt);
}

/// Keys that cannot be read are as none.
void KeyBindings::apply()
{
    const QMap<QString, QString> &set = m_preferences->keys();
    for (const auto &action : std::as_const(m_actions)) {
        if (!action) {
            continue;
        }
        const auto own = set.constFind(action->objectName());
        QList<QKeySequence> keys = m_usual.value(action);
        if (own != set.cend()) {
            const QKeySequence one = QKeySequence::fromString(*own, QKeySequence::PortableText);
            keys = one.isEmpty() ? QList<QKeySequence>() : QList{one};
        }
        if (keys != action->shortcuts()) {
            const QString words = wordsOf(action);
            action->setShortcuts(keys);
            setActionTip(action, words);
        }
    }
    Q_EMIT changed();
}

} // namespace studio
