// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>
#include <stop_token>

class QLabel;
class QLineEdit;

namespace studio {

class JsonOutline;
class JsonTree;

/// A JSON tree below a field that filters it by JSONPath: what the path leads to stands there as its rows. A worker
/// follows the path. Main thread.
class JsonTreePane : public QWidget
{
    Q_OBJECT

public:
    explicit JsonTreePane(QWidget *parent = nullptr);
    ~JsonTreePane() override;

    void setOutline(const std::shared_ptr<const JsonOutline> &outline); ///< null for none; a filter stays
    [[nodiscard]] JsonTree *tree() const { return m_tree; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }

private:
    void applyFilter();
    void say(const QString &sentence);

    std::shared_ptr<const JsonOutline> m_outline;
    QLineEdit *m_filter;
    QLabel *m_note;
    JsonTree *m_tree;
    std::stop_source m_walk;
};

} // namespace studio
