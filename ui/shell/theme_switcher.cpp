// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme_switcher.h"

#include "ui/common/action.h"
#include "ui/common/theme.h"

#include <QActionGroup>
#include <QGuiApplication>
#include <QStyleHints>

namespace studio {

namespace {

bool isDark(const QString &theme)
{
    return theme.isEmpty() ? QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark
                           : theme == QLatin1String("dark");
}

} // namespace

ThemeSwitcher::ThemeSwitcher(QString theme, QObject *parent) : QObject(parent), m_theme(std::move(theme))
{
    auto *const group = new QActionGroup(this);
    const auto add = [&](const QString &name, const QString &id, const QString &text) {
        auto *const action = makeAction(this, {.id = id, .text = text, .menu = ActionMenu::View, .section = 50});
        action->setCheckable(true);
        action->setData(name);
        action->setChecked(name == m_theme);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { setTheme(name); });
        m_actions << action;
    };
    add({}, QStringLiteral("theme.system"), tr("Theme: as the system"));
    add(QStringLiteral("light"), QStringLiteral("theme.light"), tr("Theme: light"));
    add(QStringLiteral("dark"), QStringLiteral("theme.dark"), tr("Theme: dark"));
    if (!group->checkedAction()) {
        m_theme.clear(); // a name of another version
        m_actions.first()->setChecked(true);
    }
    apply();
}

void ThemeSwitcher::apply()
{
    Theme::apply(isDark(m_theme));
}

void ThemeSwitcher::setTheme(const QString &theme)
{
    if (theme == m_theme) {
        return;
    }
    m_theme = theme;
    for (QAction *const action : std::as_const(m_actions)) {
        action->setChecked(action->data().toString() == theme);
    }
    apply();
    Q_EMIT changed();
}

} // namespace studio
