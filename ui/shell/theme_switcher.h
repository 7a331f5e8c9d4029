// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;

namespace studio {

/// The theme of the program: light, dark, or as the desktop has it, and the three actions that choose it. Main thread.
class ThemeSwitcher : public QObject
{
    Q_OBJECT

public:
    /// `theme`: "light", "dark", or empty for the desktop's. Applies it, so that what is built next is styled once.
    explicit ThemeSwitcher(QString theme, QObject *parent = nullptr);

    void apply();
    [[nodiscard]] QString theme() const { return m_theme; }
    void setTheme(const QString &theme);
    [[nodiscard]] QList<QAction *> actions() const { return m_actions; }

Q_SIGNALS:
    void changed(); ///< another theme was chosen

private:
    QString m_theme;
    QList<QAction *> m_actions;
};

} // namespace studio
