//! Names as people have them in each country. They are put together by chance and belong to nobody.

use std::sync::LazyLock;

use domain::Country;

use super::chance::Chance;

/// Given names of women and men, and how family names follow.
struct Tradition {
    women: Vec<&'static str>,
    men: Vec<&'static str>,
    families: Vec<&'static str>,
    /// Spanish and Portuguese names end in two family names.
    two_families: bool,
}

fn list(names: &'static str) -> Vec<&'static str> {
    names.split(", ").collect()
}

/// A made-up person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub given: String,
    pub family: String,
    pub woman: bool,
}

impl Name {
    pub fn full(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// As a reference list has it: `Andrade Quispe, L.`
    pub fn cited(&self) -> String {
        let initial = self.given.chars().next().unwrap_or('N');
        format!("{}, {initial}.", self.family)
    }
}

pub fn name(country: Country, french: bool, chance: &mut Chance) -> Name {
    let tradition = chosen(country, french, chance);
    let woman = chance.percent(58);
    let given = if woman { &tradition.women } else { &tradition.men };
    let mut first = chance.pick(given).to_owned();
    if tradition.two_families && !first.contains(' ') && chance.percent(25) {
        let second = chance.pick(given);
        if second != first && !second.contains(' ') {
            first = format!("{first} {second}");
        }
    }
    let family = chance.pick(&tradition.families);
    let family = if tradition.two_families {
        format!("{family} {}", chance.pick(&tradition.families))
    } else {
        family.to_owned()
    };
    Name { given: first, family, woman }
}

/// Some countries have several traditions side by side.
fn chosen(country: Country, french: bool, chance: &mut Chance) -> &'static Tradition {
    match country.code() {
        "AR" | "UY" => &SOUTHERN,
        "BO" | "PE" | "EC" => &ANDEAN,
        "BR" => &BRAZILIAN,
        "CA" if french => &QUEBECER,
        "CA" | "US" => &NORTHERN,
        "GT" | "MX" | "HN" | "SV" | "NI" => &MESOAMERICAN,
        "PY" => &GUARANI,
        "HT" => &HAITIAN,
        "SR" => &SURINAMESE,
        "BZ" if chance.percent(45) => &MESOAMERICAN,
        "GY" | "TT" if chance.percent(45) => &INDO_CARIBBEAN,
        "AG" | "BS" | "BB" | "BZ" | "DM" | "GD" | "GY" | "JM" | "KN" | "LC" | "VC" | "TT" => &CARIBBEAN,
        _ => &HISPANIC,
    }
}

const WOMEN_ES: &str = "Adriana, Alejandra, Alicia, Amparo, Ana, Andrea, Ángela, Beatriz, Camila, Carmen, Carolina, \
    Catalina, Cecilia, Clara, Claudia, Cristina, Daniela, Diana, Elena, Elvira, Esperanza, Fabiola, \
    Fernanda, Florencia, Gabriela, Gloria, Graciela, Inés, Irene, Isabel, Josefina, Juliana, Laura, \
    Leticia, Lorena, Lucía, Luz Marina, Magdalena, Marcela, Margarita, María José, María Elena, Mariana, \
    Martina, Mónica, Natalia, Nora, Paola, Patricia, Paula, Pilar, Rocío, Rosa, Sandra, Silvia, Sofía, \
    Susana, Teresa, Valentina, Verónica, Viviana, Ximena, Yolanda";

const MEN_ES: &str = "Agustín, Alberto, Alejandro, Alfredo, Álvaro, Andrés, Ángel, Antonio, Armando, Arturo, Benjamín, \
    Bruno, Camilo, Carlos, César, Cristian, Daniel, David, Diego, Eduardo, Emilio, Enrique, Ernesto, \
    Esteban, Federico, Felipe, Fernando, Francisco, Gonzalo, Guillermo, Gustavo, Héctor, Hernán, \
    Ignacio, Iván, Javier, Joaquín, José Luis, Juan Pablo, Julián, Leonardo, Luis, Manuel, Marcos, \
    Mario, Martín, Mateo, Mauricio, Miguel, Nicolás, Óscar, Pablo, Rafael, Ramiro, Ricardo, Roberto, \
    Rodrigo, Santiago, Sebastián, Sergio, Tomás, Vicente, Víctor";

static HISPANIC: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(WOMEN_ES),
    men: list(MEN_ES),
    families: list(
        "Acosta, Aguilera, Alarcón, Almonte, Araya, Arias, Bermúdez, Blanco, Caballero, Calderón, Campos, \
        Cárdenas, Carrasco, Cedeño, Cifuentes, Cordero, Cubillos, De la Cruz, Delgado, Durán, Echeverría, \
        Escobar, Espinal, Figueroa, Fuentes, Gallardo, Garrido, Guerra, Henríquez, Herrera, Ibáñez, \
        Jaramillo, Lara, León, Lozano, Marte, Matos, Medina, Mejía, Molina, Mora, Moreno, Navarro, Ochoa, \
        Olivares, Orozco, Ospina, Pacheco, Paredes, Peña, Pineda, Polanco, Quesada, Quintero, Restrepo, \
        Reyes, Riquelme, Rivas, Robles, Rojas, Saavedra, Salas, Santana, Sepúlveda, Solís, Tejada, Tapia, \
        Urrutia, Valdés, Valenzuela, Vargas, Vega, Villalobos, Zamora, Zúñiga",
    ),
    two_families: true,
});

static SOUTHERN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(WOMEN_ES),
    men: list(MEN_ES),
    families: list(
        "Acevedo, Aguirre, Álvarez, Barreto, Bentancor, Bianchi, Cabrera, Cardozo, Castagno, Correa, Costa, \
        Ferreira, Ferrero, Galli, Giménez, Godoy, Iglesias, Ledesma, Lombardi, Luna, Maidana, Marchetti, \
        Martínez, Medina, Montero, Moretti, Núñez, Olivera, Ortiz, Parodi, Pereyra, Ponce, Quiroga, Ramírez, \
        Rinaldi, Romano, Sosa, Sánchez, Silva, Suárez, Techera, Toledo, Varela, Vera, Villalba, Viera, \
        Zanetti",
    ),
    two_families: true,
});

static ANDEAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(WOMEN_ES),
    men: list(MEN_ES),
    families: list(
        "Aliaga, Andrade, Apaza, Arce, Benavides, Cáceres, Calle, Cano, Ccori, Chávez, Choque, Condori, \
        Cueva, Espinoza, Flores, Gutiérrez, Huamán, Huanca, Illanes, Landázuri, Limachi, Loayza, Mamani, \
        Maldonado, Mendoza, Morales, Nina, Palacios, Paucar, Ponce, Poma, Quiñones, Quishpe, Quispe, Ramos, \
        Rimac, Salazar, Siles, Tenorio, Ticona, Torres, Valverde, Vásquez, Velasco, Villacís, Yupanqui, \
        Zambrano, Zeballos",
    ),
    two_families: true,
});

static MESOAMERICAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(WOMEN_ES),
    men: list(MEN_ES),
    families: list(
        "Aguilar, Alvarado, Ávila, Barrera, Caal, Cabrera, Canul, Castillo, Cetina, Chan, Choc, Contreras, \
        Cruz, Díaz, Domínguez, Estrada, Galeano, García, Gómez, González, Guzmán, Hernández, Jiménez, \
        Juárez, López, Luna, Macías, Martínez, Mejía, Méndez, Montes, Morales, Munguía, Palma, Pérez, Pop, \
        Ramírez, Rosales, Ruiz, Santos, Soto, Tuyuc, Tzul, Velásquez, Villeda, Xol, Zavala, Zelaya",
    ),
    two_families: true,
});

static GUARANI: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(WOMEN_ES),
    men: list(MEN_ES),
    families: list(
        "Acuña, Alderete, Amarilla, Aquino, Arce, Ayala, Báez, Barrios, Benítez, Bogado, Brítez, Cabañas, \
        Cáceres, Duarte, Fleitas, Galeano, Giménez, Godoy, Insfrán, Leguizamón, Maidana, Mereles, Núñez, \
        Ocampos, Ortellado, Ovelar, Recalde, Rolón, Samudio, Sanabria, Vera, Villalba, Zárate",
    ),
    two_families: true,
});

static BRAZILIAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Adriana, Aline, Amanda, Ana Paula, Ana Beatriz, Andréia, Beatriz, Bianca, Bruna, Camila, Carla, \
        Carolina, Cláudia, Cristiane, Daniela, Débora, Eduarda, Elaine, Fabiana, Fernanda, Flávia, Gabriela, \
        Helena, Ingrid, Isabela, Jaqueline, Joana, Juliana, Larissa, Letícia, Luana, Luciana, Maria Clara, \
        Mariana, Marta, Michele, Natália, Patrícia, Priscila, Raquel, Renata, Rosângela, Sílvia, Simone, \
        Tatiana, Vanessa, Vera Lúcia, Viviane",
    ),
    men: list(
        "Adriano, Alexandre, André, Antônio, Bruno, Caio, Carlos, César, Cláudio, Daniel, Davi, Diego, \
        Douglas, Eduardo, Elias, Fábio, Felipe, Fernando, Flávio, Francisco, Gabriel, Guilherme, Gustavo, \
        Henrique, Hugo, Igor, Ivan, João Pedro, Jorge, José Carlos, Júlio, Leandro, Leonardo, Lucas, \
        Marcelo, Márcio, Marcos, Mateus, Maurício, Otávio, Paulo, Rafael, Renato, Ricardo, Rodrigo, Rogério, \
        Sérgio, Thiago, Vinícius, Wagner",
    ),
    families: list(
        "Almeida, Alves, Amaral, Araújo, Azevedo, Barbosa, Barros, Batista, Borges, Brandão, Carvalho, \
        Cavalcante, Coelho, Correia, Dantas, Dias, Duarte, Farias, Fernandes, Figueiredo, Fonseca, Freitas, \
        Furtado, Gomes, Guimarães, Lacerda, Leite, Lopes, Macedo, Machado, Magalhães, Marques, Martins, \
        Medeiros, Melo, Mendes, Monteiro, Moraes, Moreira, Moura, Nascimento, Nogueira, Nunes, Oliveira, \
        Peixoto, Pereira, Pinheiro, Pinto, Queiroz, Ramos, Rezende, Ribeiro, Rocha, Sales, Sampaio, Santana, \
        Santos, Souza, Tavares, Teixeira, Vasconcelos, Vieira, Xavier",
    ),
    two_families: true,
});

static CARIBBEAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Abigail, Alicia, Andrea, Anthea, Avril, Beverley, Camille, Candace, Carlene, Charmaine, Cherise, \
        Claudette, Danielle, Dawn, Denise, Dionne, Donna, Esther, Faith, Gillian, Grace, Hazel, Heather, \
        Jacinth, Janelle, Jennifer, Joan, Joycelyn, Karen, Keisha, Latoya, Lorna, Marcia, Maxine, Merle, \
        Michelle, Nadine, Natasha, Nicole, Patricia, Renee, Rhonda, Roxanne, Sandra, Shanice, Sharon, \
        Shelly-Ann, Sonia, Tamara, Tricia, Velma, Yvette",
    ),
    men: list(
        "Adrian, Alwyn, Anselm, Anthony, Barrington, Basil, Cecil, Clive, Colin, Curtis, Dale, Damian, \
        Delroy, Denzil, Derrick, Desmond, Dwight, Earl, Errol, Everton, Fitzroy, Garfield, Gavin, Glenroy, \
        Hubert, Jason, Jermaine, Julian, Keith, Kelvin, Kirk, Lennox, Leroy, Linton, Marlon, Martin, \
        Neville, Nigel, Orlando, Patrick, Randolph, Raymond, Ricardo, Rohan, Rupert, Sheldon, Trevor, \
        Tyrone, Wayne, Winston",
    ),
    families: list(
        "Adderley, Alleyne, Antoine, Augustin, Bailey, Baptiste, Barrow, Bethel, Blackwood, Brathwaite, \
        Browne, Campbell, Charlemagne, Clarke, Cumberbatch, Cuffy, Daley, Darville, Edwards, Emmanuel, \
        Fontenelle, Forde, Francis, Frederick, George, Gittens, Gordon, Grant, Greenidge, Griffith, \
        Hamilton, Henry, Hinds, Hippolyte, Isaac, James, Jean-Baptiste, Joseph, Knight, Laurent, Lewis, \
        Liburd, Mathurin, McIntosh, McKenzie, Morgan, Nicholas, Palmer, Phillip, Pierre, Powell, Prescod, \
        Reid, Roberts, Rolle, Samuel, Sealy, Simmons, St. Louis, Stewart, Sutherland, Thomas, Thompson, \
        Toussaint, Walcott, Warner, Weekes, Wilkinson, Wright",
    ),
    two_families: false,
});

static INDO_CARIBBEAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Anjali, Anita, Asha, Deepa, Devika, Fareeda, Geeta, Indira, Indrani, Kavita, Lalita, Leela, Meena, \
        Nalini, Natasha, Nadia, Padmini, Priya, Radha, Rehana, Rohini, Sabita, Savitri, Shalini, Shanta, \
        Sunita, Vidya, Zaleena",
    ),
    men: list(
        "Anil, Ashok, Azad, Dinesh, Ganesh, Haresh, Imran, Ishwar, Khemraj, Krishna, Mahendra, Mohan, Naresh, \
        Navin, Prakash, Rajesh, Rajiv, Ramesh, Ravi, Rishi, Sanjay, Satesh, Shazim, Suresh, Vijay, Vishnu, \
        Wazim, Yusuf",
    ),
    families: list(
        "Ali, Baksh, Balgobin, Bissoon, Boodram, Budhram, Deonarine, Dookie, Gobin, Hosein, Jagroop, Khan, \
        Lakhan, Lall, Maharaj, Mahabir, Mohammed, Mohan, Narine, Nandlall, Persaud, Rahaman, Ramcharan, \
        Ramdass, Ramkissoon, Ramlogan, Rampersad, Ramsaran, Samaroo, Seecharan, Sewdass, Singh, Sookdeo, \
        Sukhram, Teelucksingh",
    ),
    two_families: false,
});

static NORTHERN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Abigail, Alexandra, Allison, Amy, Angela, Anna, Brianna, Caroline, Catherine, Charlotte, Christine, \
        Claire, Danielle, Diane, Elena, Emily, Erin, Evelyn, Grace, Hannah, Heather, Irene, Janet, Jasmine, \
        Jessica, Julia, Karen, Kathleen, Laura, Lauren, Leah, Lindsay, Maria, Megan, Monica, Naomi, Nora, \
        Olivia, Priya, Rachel, Rebecca, Sarah, Sonia, Stephanie, Susan, Tanya, Vanessa, Wendy",
    ),
    men: list(
        "Aaron, Adam, Alan, Andrew, Anthony, Benjamin, Brandon, Brian, Caleb, Carlos, Christopher, Colin, \
        Daniel, David, Dennis, Douglas, Edward, Eric, Ethan, Gregory, Ian, Isaac, Jason, Jeremy, Joel, \
        Jonathan, Joshua, Keith, Kenneth, Kevin, Liam, Lucas, Marcus, Matthew, Nathan, Neil, Oliver, \
        Patrick, Peter, Philip, Raymond, Russell, Samuel, Scott, Sean, Stephen, Timothy, Victor",
    ),
    families: list(
        "Archer, Baker, Barnes, Bennett, Bergstrom, Brennan, Burke, Chen, Coleman, Cooper, Crawford, Dalton, \
        Delaney, Dixon, Ellis, Fletcher, Foster, Gallagher, Garcia, Gill, Gray, Haas, Hansen, Harding, \
        Hayes, Hoffman, Hughes, Ingram, Jacobs, Jensen, Keller, Kim, Kowalski, Larson, Lindgren, Lowe, \
        MacDonald, Marsh, Mendez, Meyer, Miller, Morrison, Murray, Nguyen, Novak, O'Connor, Owens, Park, \
        Patel, Pearson, Quinn, Reyes, Rhodes, Sandhu, Schmidt, Shaw, Sinclair, Sullivan, Tran, Turner, \
        Vaughn, Wallace, Walsh, Webb, Wong, Wood, Yates",
    ),
    two_families: false,
});

static QUEBECER: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Annie, Audrey, Caroline, Catherine, Chantal, Émilie, Ève, Geneviève, Hélène, Isabelle, Josée, Julie, \
        Karine, Marie-Claude, Marie-Ève, Mélanie, Nathalie, Sophie, Stéphanie, Valérie, Véronique",
    ),
    men: list(
        "Alexandre, Antoine, Benoît, Charles, Éric, Étienne, François, Frédéric, Guillaume, Hugo, \
        Jean-François, Jonathan, Louis, Luc, Marc-André, Mathieu, Maxime, Michel, Nicolas, Philippe, Simon, \
        Sylvain, Vincent, Yves",
    ),
    families: list(
        "Beaulieu, Bélanger, Bergeron, Bouchard, Boucher, Caron, Cloutier, Côté, Desjardins, Dubé, Dufour, \
        Fortin, Fournier, Gagné, Gagnon, Gauthier, Girard, Giroux, Hébert, Lachance, Lapointe, Lavoie, \
        Leblanc, Lefebvre, Lessard, Martel, Morin, Ouellet, Paquette, Pelletier, Poirier, Poulin, Rioux, \
        Savard, Simard, Thériault, Tremblay, Turcotte, Vachon",
    ),
    two_families: false,
});

static HAITIAN: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Béatrice, Carline, Chantal, Claudine, Darline, Édeline, Édith, Esther, Fabienne, Fabiola, Ginette, \
        Guerda, Islande, Jocelyne, Judith, Ketly, Lovely, Magalie, Marie-Carmel, Marie-Lourdes, Marjorie, \
        Mirlande, Mireille, Myriam, Nadège, Natacha, Rose-Anne, Rose-Laure, Roseline, Sherline, Stéphanie, \
        Yolette, Yvrose",
    ),
    men: list(
        "Alix, Berthony, Carlo, Claude, Dieudonné, Emmanuel, Ernst, Évens, Fritz, Garry, Gérald, Guy, Hérold, \
        Jean-Robert, Jean-Marc, Jean-Claude, Jocelyn, Joël, Junior, Kesner, Lesly, Louis, Marc-Antoine, \
        Mackenson, Nixon, Pascal, Patrick, Pierre-Richard, Réginald, Roland, Ronald, Samuel, Wilner, Yves, \
        Yvon",
    ),
    families: list(
        "Antoine, Augustin, Baptiste, Bazile, Beauvoir, Bellegarde, Benoît, Célestin, Charles, Chéry, Cadet, \
        Clervil, Delva, Désir, Dorcély, Dorvil, Estimé, Exantus, Fleurimond, François, Germain, Guerrier, \
        Hyppolite, Jacques, Jean-Louis, Jean-Pierre, Lafortune, Laguerre, Lamour, Louissaint, Mathieu, \
        Mérilus, Mésidor, Michel, Noël, Pierre, Pierre-Louis, Prophète, Romain, Saint-Fleur, Saint-Louis, \
        Sylvain, Théodore, Toussaint, Valcin, Vilmé",
    ),
    two_families: false,
});

static SURINAMESE: LazyLock<Tradition> = LazyLock::new(|| Tradition {
    women: list(
        "Anushka, Astrid, Carmen, Chandra, Cynthia, Farida, Hillary, Ingrid, Jolanda, Kavita, Lilian, \
        Maureen, Marlène, Melissa, Miriam, Radjini, Rita, Ruth, Sandhia, Sharda, Siti, Soenarti, Sylvia, \
        Tania, Wilma",
    ),
    men: list(
        "Albert, André, Anand, Armand, Clifton, Dennis, Ewald, Ferdinand, Glenn, Hendrik, Henk, Humphrey, \
        Iwan, Johan, Kenneth, Marciano, Orlando, Radjesh, Raymond, Rinaldo, Robby, Ruben, Soerin, Stanley, \
        Steven, Wensley, Winston",
    ),
    families: list(
        "Abhelakh, Amatmoekrim, Amoksi, Baldew, Blokland, Bruining, Chin A Foeng, Del Prado, Doelwijt, \
        Gangadin, Goede, Hardjopawiro, Jagernath, Kalloe, Kartodikromo, Kasanmoentalib, Lieveld, Mangal, \
        Mohan, Naarden, Pinas, Ramdin, Redmond, Sanrochman, Sewpersad, Soekhai, Soemita, Tjon A Loi, Van \
        Dijk, Vrede, Wijngaarde, Wongsoredjo, Zeefuik",
    ),
    two_families: false,
});

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::seed::chance::Stream;

    #[test]
    fn every_country_has_many_names_of_its_own() {
        for state in Country::all() {
            let names: HashSet<String> = (0..500)
                .map(|number| name(state.country, false, &mut Chance::of(1, Stream::Member, number)).full())
                .collect();
            assert!(names.len() > 300, "{}: {}", state.country, names.len());
        }
    }

    #[test]
    fn women_and_men_have_given_names_of_their_own() {
        for state in Country::all() {
            let given = |woman| -> HashSet<String> {
                let names = (0..500)
                    .map(|number| name(state.country, false, &mut Chance::of(2, Stream::Member, number)))
                    .filter(|name| name.woman == woman);
                names.map(|name| name.given).collect()
            };
            let shared = given(true).intersection(&given(false)).count();
            assert!(shared < 12, "{}: {shared}", state.country);
        }
    }

    #[test]
    fn names_are_cited_family_first() {
        let name = Name { given: "Lucía".into(), family: "Andrade Quispe".into(), woman: true };
        assert_eq!((name.full(), name.cited()), ("Lucía Andrade Quispe".into(), "Andrade Quispe, L.".into()));
    }
}
