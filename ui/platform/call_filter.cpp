// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/call_filter.h"

#include "core/model/execution_words.h"
#include "ui/common/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QMenu>
#include <QRegularExpression>

namespace studio {

namespace {

QString filterTitle(const QString &name)
{
    if (name == QLatin1String("status:")) {
        return CallFilter::tr("Status");
    }
    if (name == QLatin1String("duration:")) {
        return CallFilter::tr("Duration");
    }
    if (name == QLatin1String("since:")) {
        return CallFilter::tr("Since");
    }
    if (name == QLatin1String("until:")) {
        return CallFilter::tr("Until");
    }
    return name == QLatin1String("version:") ? CallFilter::tr("Version") : CallFilter::tr("App");
}

} // namespace

CallFilter::CallFilter(QWidget *parent)
    : QLineEdit(parent), m_completer(new QCompleter(&m_completions, this)), m_menu(new QMenu(this))
{
    setClearButtonEnabled(true);
    m_completer->setWidget(this);
    // A line around it, for it stands over text.
    m_completer->popup()->setFrameShape(QFrame::Box);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion); // the list is of the word already
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &CallFilter::take);
    connect(this, &QLineEdit::textEdited, this, &CallFilter::complete);
    QAction *const open = addAction(icon("view-filter"), QLineEdit::TrailingPosition);
    open->setToolTip(tr("Filters (Alt+Down)"));
    open->setText(tr("Filters"));
    connect(m_menu, &QMenu::aboutToShow, this, &CallFilter::fillMenu);
    connect(open, &QAction::triggered, this, [this] {
        Q_EMIT valuesWanted();
        m_menu->popup(mapToGlobal(QPoint(width() - m_menu->sizeHint().width(), height())));
    });
}

void CallFilter::fillMenu()
{
    m_menu->clear();
    for (const QString &name : executionFilterNames()) {
        const QStringList values = valuesOf(name);
        if (values.isEmpty()) {
            continue;
        }
        QMenu *const submenu = m_menu->addMenu(filterTitle(name));
        for (const QString &value : values) {
            submenu->addAction(value, this, [this, word = QString(name + value)] { insertFilter(word); });
        }
    }
}

QStringList CallFilter::valuesOf(const QString &name) const
{
    if (name == QLatin1String("status:")) {
        return QStringLiteral("error failed timeout succeeded running cancelled lost 4xx 5xx").split(u' ');
    }
    if (name == QLatin1String("duration:")) {
        return QStringLiteral(">10ms >100ms >200ms >1s >10s <1ms 100ms..1s").split(u' ');
    }
    if (name == QLatin1String("since:") || name == QLatin1String("until:")) {
        return QStringLiteral("10m 1h 24h today yesterday 7d").split(u' ');
    }
    if (name == QLatin1String("version:")) {
        QStringList values{QStringLiteral("dev"), QStringLiteral("draft")};
        for (const int version : m_versions) {
            values << QString::number(version);
        }
        return values;
    }
    if (name == QLatin1String("app:")) {
        return m_apps.isEmpty() ? QStringList() : QStringList(QStringLiteral("*")) + m_apps;
    }
    return {};
}

/// Names of filters that the word begins, or the values of one that stands there.
QStringList CallFilter::completionsOf(const QString &word) const
{
    QStringList all;
    for (const QString &name : executionFilterNames()) {
        if (word.startsWith(name)) {
            for (const QString &value : valuesOf(name)) {
                all << name + value;
            }
        } else {
            all << name;
        }
    }
    all.removeIf([&](const QString &one) { return !one.startsWith(word) || one == word; });
    return all;
}

qsizetype CallFilter::wordStart() const
{
    return text().lastIndexOf(u' ', cursorPosition() - 1) + 1;
}

void CallFilter::complete()
{
    const QString word = text().sliced(wordStart(), cursorPosition() - wordStart());
    const QStringList completions = word.isEmpty() ? QStringList() : completionsOf(word);
    m_completions.setStringList(completions);
    if (completions.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setWidth(m_completer->popup()->sizeHintForColumn(0) + 40);
    m_completer->complete(place);
}

void CallFilter::take(const QString &completion)
{
    const qsizetype start = wordStart();
    QString all = text();
    all.replace(start, cursorPosition() - start, completion);
    setText(all);
    setCursorPosition(static_cast<int>(start + completion.size()));
    if (completion.endsWith(u':')) {
        complete(); // its values next
    }
}

void CallFilter::insertFilter(const QString &word)
{
    const QString name = word.first(word.indexOf(u':') + 1);
    const QRegularExpression same(QStringLiteral("(?:^|\\s+)%1\\S*").arg(QRegularExpression::escape(name)));
    setText((text().remove(same).trimmed() + u' ' + word).trimmed());
    setFocus();
}

void CallFilter::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    Q_EMIT valuesWanted();
}

void CallFilter::keyPressEvent(QKeyEvent *event)
{
    const bool isOpen = m_completer->popup()->isVisible();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
    case Qt::Key_Escape:
        if (isOpen) {
            event->ignore(); // the list takes it
            return;
        }
        break;
    case Qt::Key_Down:
        if (event->modifiers().testFlag(Qt::AltModifier)) {
            Q_EMIT valuesWanted();
            m_menu->popup(mapToGlobal(QPoint(0, height())));
            return;
        }
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace studio
