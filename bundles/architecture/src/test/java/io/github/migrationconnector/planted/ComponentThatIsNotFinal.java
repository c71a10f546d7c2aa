package io.github.migrationconnector.planted;

import org.osgi.service.component.annotations.Component;

/** Breaks: components are final. */
@Component(service = ComponentThatIsNotFinal.class)
class ComponentThatIsNotFinal {}
