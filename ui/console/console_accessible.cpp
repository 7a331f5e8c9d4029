// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_accessible.h"

#include "ui/console/console_view.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace studio {

namespace {

class ConsoleAccessible final : public QAccessibleWidget
{
public:
    explicit ConsoleAccessible(ConsoleView *view) : QAccessibleWidget(view, QAccessible::Terminal) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const auto *const view = qobject_cast<ConsoleView *>(widget());
        return kind == QAccessible::Value && !view->buffer().isEmpty() ? view->text(view->caret().line)
                                                                       : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        return state;
    }
};

QAccessibleInterface *interfaceOf(const QString &, QObject *object)
{
    auto *const view = qobject_cast<ConsoleView *>(object);
    return view ? new ConsoleAccessible(view) : nullptr;
}

} // namespace

void installConsoleAccessible()
{
    QAccessible::installFactory(interfaceOf); // one that is there already is not added again
}

} // namespace studio
