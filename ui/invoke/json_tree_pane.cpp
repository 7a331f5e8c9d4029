// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_tree_pane.h"

#include "ui/common/fonts.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_path.h"
#include "ui/invoke/json_tree.h"

#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace studio {

JsonTreePane::JsonTreePane(QWidget *parent)
    : QWidget(parent), m_filter(new QLineEdit), m_note(new QLabel), m_tree(new JsonTree)
{
    m_filter->setPlaceholderText(tr("Filter by JSONPath: $.items[*].name"));
    m_filter->setAccessibleName(tr("Filter by JSONPath"));
    m_filter->setToolTip(tr("JSONPath: $.name, ['a name'], [3], [-1], [*] and .. for any depth. Slices and filter "
                            "expressions are not known."));
    m_filter->setFont(monospaceFont());
    m_filter->setClearButtonEnabled(true);
    m_filter->setLayoutDirection(Qt::LeftToRight);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    setFocusProxy(m_tree);
    auto *const head = new QVBoxLayout;
    head->setContentsMargins(8, 4, 8, 4);
    head->setSpacing(4);
    head->addWidget(m_filter);
    head->addWidget(m_note);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_tree, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &JsonTreePane::applyFilter);
}

JsonTreePane::~JsonTreePane()
{
    m_walk.request_stop();
}

void JsonTreePane::setOutline(const std::shared_ptr<const JsonOutline> &outline)
{
    if (outline != m_outline) {
        m_outline = outline;
        applyFilter();
    }
}

void JsonTreePane::say(const QString &sentence)
{
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

void JsonTreePane::applyFilter()
{
    m_walk.request_stop();
    m_walk = {};
    const QString text = m_filter->text().trimmed();
    say({});
    if (!m_outline || text.isEmpty() || text == QStringLiteral("$")) {
        m_tree->setOutline(m_outline);
        return;
    }
    const auto path = parseJsonPath(text);
    if (!path) {
        say(path.error().message); // what was found last stays
        return;
    }
    say(tr("Searching…"));
    QtConcurrent::run([outline = m_outline, path = *path, stop = m_walk.get_token()] {
        return followJsonPath(*outline, path, stop);
    }).then(this, [this, stop = m_walk.get_token()](const QList<qint64> &lines) {
        if (stop.stop_requested()) {
            return;
        }
        const QString count = QLocale().toString(lines.size());
        say(lines.isEmpty()                 ? tr("Nothing is there.")
            : lines.size() == 1             ? tr("1 value")
            : lines.size() < maxPathResults ? tr("%1 values").arg(count)
                                            : tr("The first %1 values").arg(count));
        m_tree->setOutline(m_outline, lines);
    });
}

} // namespace studio
