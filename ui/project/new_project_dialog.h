// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/templates.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace studio {

class CodePreview;
class ProjectPlace;

/// Makes a project from a template: which one, its name, its place. Main thread; templates are read, and the project is
/// written, on a worker.
class NewProjectDialog : public QDialog
{
    Q_OBJECT

public:
    struct Start
    {
        QString resources;        ///< Paths::resources
        QString place;            ///< the folder that is offered for new projects
        QString syntaxTheme = {}; ///< CodePreview::setSyntaxTheme()
    };

    explicit NewProjectDialog(const Start &start, QWidget *parent = nullptr);

Q_SIGNALS:
    void created(const QString &folder);

private:
    QWidget *makeTemplates();
    QWidget *makeDetails(const QString &place);
    void showTemplates(const QList<Template> &templates);
    void showTemplate(int row);
    void showPath();
    void create();

    QList<Template> m_templates;
    QString m_proposed; ///< the name that was filled in and not typed
    QWidget *m_content; ///< all but the buttons
    QListWidget *m_list;
    QLabel *m_description;
    CodePreview *m_preview;
    QLineEdit *m_name;
    ProjectPlace *m_place = nullptr;
    QPushButton *m_create;
};

} // namespace studio
